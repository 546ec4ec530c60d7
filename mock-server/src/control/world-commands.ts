import type { Response } from 'express';
import { CapabilityError, type CapabilityOption } from '../epson/v1/capability.js';
import { TROUBLES } from '../epson/domain/printers.js';
import type { PrinterSeed } from '../epson/v1/printer-seed.js';
import { sendJson } from '../http/send.js';
import { createControl, type Desk, type MockControl } from './control.js';
import { ControlRefusal, invalid, oneOf, optional, readOrder, required } from './inputs.js';
import type { Order } from './control-context.js';
import type { PrinterView } from './printer-control.js';

export async function resetWorld({ desk, control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['all']);
  if (optional(body, 'all', 'boolean') === true) {
    for (const { clientId } of desk.host.worlds.all()) await createControl(desk, clientId).reset();
  } else {
    await control.reset();
  }
  sendJson(response, 200, {});
}

export function listClients({ desk, response }: Order): void {
  sendJson(response, 200, {
    clients: desk.host.worlds.all().map(({ clientId }) => viewClient(desk, clientId)),
  });
}

export async function seedClient({ desk, control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['client_id', 'client_secret']);
  const [clientId, clientSecret] = [
    required(body, 'client_id', 'string'),
    required(body, 'client_secret', 'string'),
  ];
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(clientId) || clientSecret === '')
    throw invalid('client_id is empty or holds a colon or a blank, or client_secret is empty');
  if (desk.host.worlds.find(clientId) !== undefined)
    throw new ControlRefusal(409, 'client-taken', 'There is a client with this ID already.');
  control.seedClient({ clientId, clientSecret });
  sendJson(response, 201, viewClient(desk, clientId));
}

function viewClient(desk: Desk, clientId: string): object {
  const control = createControl(desk, clientId);
  return {
    client_id: clientId,
    printers: control.printers().length,
    jobs: control.jobs().length,
    faults: control.faults.all().length,
    exchanges: control.journal.read().length,
  };
}

export function listPrinters({ control, response }: Order): void {
  sendJson(response, 200, { printers: control.printers() });
}

export async function seedPrinter({ control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, [
    'email',
    'name',
    'serial_no',
    'capability',
    'online',
    'remote_printing',
  ]);
  const email = required(body, 'email', 'string');
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid(`email is ${JSON.stringify(email)}, which is no e-mail address`);
  if (printerOf(control, email) !== undefined)
    throw new ControlRefusal(409, 'printer-taken', `There is a printer ${email} already.`);
  const [name, serialNo] = [optional(body, 'name', 'string'), optional(body, 'serial_no', 'string')];
  const [online, remotePrinting] = [
    optional(body, 'online', 'boolean'),
    optional(body, 'remote_printing', 'boolean'),
  ];
  const seed: PrinterSeed = {
    email,
    ...(name === undefined ? {} : { name }),
    ...(serialNo === undefined ? {} : { serialNo }),
    ...(online === undefined ? {} : { online }),
    ...(remotePrinting === undefined ? {} : { remotePrinting }),
    ...(body['capability'] === undefined ? {} : { capability: body['capability'] as CapabilityOption }),
  };
  try {
    control.seedPrinter(seed);
  } catch (error) {
    throw error instanceof CapabilityError ? invalid(error.message) : error;
  }
  sendJson(response, 201, printerOf(control, email) ?? {});
}

export async function changePrinter({ control, request, response }: Order): Promise<void> {
  const email = request.params['email'] ?? '';
  if (printerOf(control, email) === undefined)
    throw new ControlRefusal(404, 'printer-unknown', `There is no printer ${JSON.stringify(email)}.`);
  const body = await readOrder(request, response, ['online', 'trouble', 'remote_printing']);
  const [online, remotePrinting] = [
    optional(body, 'online', 'boolean'),
    optional(body, 'remote_printing', 'boolean'),
  ];
  const trouble =
    body['trouble'] === undefined
      ? undefined
      : body['trouble'] === null
        ? null
        : oneOf(body, 'trouble', TROUBLES);
  const printer = control.printer(email);
  if (remotePrinting !== undefined) printer.setRemotePrinting(remotePrinting);
  if (trouble !== undefined) printer.setTrouble(trouble);
  if (online !== undefined) printer.setOnline(online);
  sendJson(response, 200, printerOf(control, email) ?? {});
}

function printerOf(control: MockControl, email: string): PrinterView | undefined {
  return control.printers().find((printer) => printer.email.toLowerCase() === email.toLowerCase());
}

export function getClock({ control, response }: Order): void {
  const { clock } = control;
  sendJson(response, 200, {
    now: new Date(clock.now()).toISOString(),
    is_frozen: clock.isFrozen,
    speed: clock.speed,
  });
}

export async function changeClock(order: Order): Promise<void> {
  const { control, request, response } = order;
  const body = await readOrder(request, response, ['advance_ms', 'set', 'freeze', 'speed']);
  const [advanceMs, set] = [optional(body, 'advance_ms', 'number'), optional(body, 'set', 'string')];
  const [freeze, speed] = [optional(body, 'freeze', 'boolean'), optional(body, 'speed', 'number')];
  if (Object.keys(body).length === 0)
    throw invalid('nothing is to be changed; there are advance_ms, set, freeze and speed');
  if (advanceMs !== undefined && set !== undefined)
    throw invalid('the clock is moved by advance_ms or by set, not by both');
  const moveMs = set === undefined ? (advanceMs ?? 0) : Date.parse(set) - control.clock.now();
  if (!(moveMs >= 0 && moveMs <= 1e13))
    throw invalid('the clock can be moved forward only, and not beyond the year 2300');
  if (speed !== undefined && !(speed > 0)) throw invalid(`speed is ${speed}; it has to be above 0`);
  if (freeze === true) control.clock.freeze();
  control.clock.advance(moveMs);
  if (freeze === false) control.clock.freeze(false);
  if (speed !== undefined) control.clock.setSpeed(speed);
  getClock(order);
}

export async function expireTokens({ control, request, response }: Order): Promise<void> {
  sendTokens(response, control.expireTokens(await printerIn(control, request, response)));
}

export async function revokeTokens({ control, request, response }: Order): Promise<void> {
  sendTokens(response, control.revokeTokens(await printerIn(control, request, response)));
}

async function printerIn(
  control: MockControl,
  request: Order['request'],
  response: Response,
): Promise<string | undefined> {
  const email = optional(await readOrder(request, response, ['printer']), 'printer', 'string');
  if (email !== undefined && printerOf(control, email) === undefined)
    throw new ControlRefusal(404, 'printer-unknown', `There is no printer ${JSON.stringify(email)}.`);
  return email;
}

function sendTokens(
  response: Response,
  { accessTokens, refreshTokens }: ReturnType<MockControl['expireTokens']>,
): void {
  sendJson(response, 200, { access_tokens: accessTokens, refresh_tokens: refreshTokens });
}

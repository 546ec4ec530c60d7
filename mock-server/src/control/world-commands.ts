import type { Response } from 'express';
import * as v from 'valibot';
import { CLIENT_ID, CLIENT_SECRET, EMAIL } from '../epson/domain/clients.js';
import { CAPABILITY } from '../epson/v1/printer-seed.js';
import { TROUBLES } from '../epson/domain/printers.js';
import { sendJson } from '../http/send.js';
import { createControl, type Desk, type MockControl } from './control.js';
import { ControlRefusal, readOrder } from './inputs.js';
import { InvalidValue, members, oneOf } from '../text/check.js';
import type { Order } from './control-context.js';
import type { PrinterView } from './printer-control.js';

const RESET = members('member', {}, { all: v.boolean() });

export async function resetWorld({ desk, control, request, response }: Order): Promise<void> {
  if ((await readOrder(request, response, RESET)).all === true) {
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

const NEW_CLIENT = members('member', { client_id: CLIENT_ID, client_secret: CLIENT_SECRET }, {});

export async function seedClient({ desk, control, request, response }: Order): Promise<void> {
  const { client_id: clientId, client_secret: clientSecret } = await readOrder(request, response, NEW_CLIENT);
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

const NEW_PRINTER = members(
  'member',
  { email: EMAIL },
  {
    name: v.string(),
    serial_no: v.string(),
    capability: CAPABILITY,
    online: v.boolean(),
    remote_printing: v.boolean(),
  },
);

export async function seedPrinter({ control, request, response }: Order): Promise<void> {
  const {
    serial_no: serialNo,
    remote_printing: remotePrinting,
    ...seed
  } = await readOrder(request, response, NEW_PRINTER);
  const { email } = seed;
  if (printerOf(control, email) !== undefined)
    throw new ControlRefusal(409, 'printer-taken', `There is a printer ${email} already.`);
  control.seedPrinter({
    ...seed,
    ...(serialNo === undefined ? {} : { serialNo }),
    ...(remotePrinting === undefined ? {} : { remotePrinting }),
  });
  sendJson(response, 201, printerOf(control, email) ?? {});
}

const CHANGED_PRINTER = members(
  'member',
  {},
  { online: v.boolean(), trouble: v.nullable(oneOf(TROUBLES)), remote_printing: v.boolean() },
);

export async function changePrinter({ control, request, response }: Order): Promise<void> {
  const email = request.params['email'] ?? '';
  if (printerOf(control, email) === undefined)
    throw new ControlRefusal(404, 'printer-unknown', `There is no printer ${JSON.stringify(email)}.`);
  const changes = await readOrder(request, response, CHANGED_PRINTER);
  const { online, trouble, remote_printing: remotePrinting } = changes;
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

const CHANGED_CLOCK = v.pipe(
  members(
    'member',
    {},
    {
      advance_ms: v.number(),
      set: v.string(),
      freeze: v.boolean(),
      speed: v.pipe(v.number(), v.gtValue(0, 'above 0')),
    },
  ),
  v.check(
    (change) => Object.keys(change).length > 0,
    'nothing is to be changed; there are advance_ms, set, freeze and speed',
  ),
  v.check(
    ({ advance_ms, set }) => advance_ms === undefined || set === undefined,
    'the clock is moved by advance_ms or by set, not by both',
  ),
);

export async function changeClock(order: Order): Promise<void> {
  const { control, request, response } = order;
  const change = await readOrder(request, response, CHANGED_CLOCK);
  const { advance_ms: advanceMs = 0, set, freeze, speed } = change;
  const moveMs = set === undefined ? advanceMs : Date.parse(set) - control.clock.now();
  if (!(moveMs >= 0 && moveMs <= 1e13))
    throw new InvalidValue('the clock can be moved forward only, and not beyond the year 2300');
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

const TOKENS = members('member', {}, { printer: v.string() });

async function printerIn(
  control: MockControl,
  request: Order['request'],
  response: Response,
): Promise<string | undefined> {
  const { printer: email } = await readOrder(request, response, TOKENS);
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

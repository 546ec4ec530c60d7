import type { Response } from 'express';
import * as v from 'valibot';
import { type Clock, MOST_SPEED } from '../epson/domain/clock.js';
import type { components } from '../generated/mock-control.js';
import { API_KEY } from '../epson/domain/apps.js';
import { CLIENT_ID, CLIENT_SECRET, EMAIL } from '../epson/domain/clients.js';
import { CAPABILITY } from '../epson/v1/printer-seed.js';
import { REDIRECT_URI } from '../epson/domain/redirect-uri.js';
import { PACE_NAMES } from '../epson/domain/pace.js';
import { TROUBLES } from '../epson/domain/printers.js';
import { sendJson } from '../http/send.js';
import { createControl, type MockControl } from './control.js';
import { readCommand, type Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';
import { InvalidValue, members, oneOf } from '../text/check.js';
import type { ControlContext } from './control-context.js';
import type { PrinterView } from './printer-control.js';
import { excerpt } from '../text/mask.js';

const RESET = members('member', {}, { all: v.boolean() });

export async function resetWorld({ context, control, request, response }: Command): Promise<void> {
  if ((await readCommand(request, response, RESET)).all === true) {
    for (const { clientId } of context.host.worlds.all()) await createControl(context, clientId).reset();
  } else {
    await control.reset();
  }
  sendJson(response, 200, {});
}

export function listClients({ context, response }: Command): void {
  sendJson(response, 200, {
    clients: context.host.worlds.all().map(({ clientId }) => viewClient(context, clientId)),
  });
}

const NEW_CLIENT = v.pipe(
  members(
    'member',
    { client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
    { api_key: API_KEY, redirect_uris: v.array(REDIRECT_URI) },
  ),
  v.check(
    ({ api_key, redirect_uris }) => api_key !== undefined || redirect_uris === undefined,
    'redirect_uris are those of an app, which has an api_key',
  ),
);

export async function seedClient({ context, control, request, response }: Command): Promise<void> {
  const {
    client_id: clientId,
    client_secret: clientSecret,
    api_key: apiKey,
    redirect_uris: redirectUris,
  } = await readCommand(request, response, NEW_CLIENT);
  const { apps, clients, worlds } = context.host;
  const [isClient, isApp] = [clients.has(clientId), apps.find(clientId) !== undefined];
  // A client can be an app as well, and an app a client.
  const isNew = apiKey === undefined ? isApp && !isClient : isClient && !isApp;
  if (worlds.find(clientId) !== undefined && !isNew)
    throw new ControlRefusal(409, 'client-taken', 'There is a client with this ID already.');
  if (apiKey === undefined) control.seedClient({ clientId, clientSecret });
  else control.seedApp({ clientId, clientSecret, apiKey, ...(redirectUris && { redirectUris }) });
  sendJson(response, 201, viewClient(context, clientId));
}

function viewClient(context: ControlContext, clientId: string): object {
  const control = createControl(context, clientId);
  const { apps, clients } = context.host;
  const isApp = apps.find(clientId) !== undefined;
  return {
    client_id: clientId,
    api_versions: [...(clients.has(clientId) ? [1] : []), ...(isApp ? [2] : [])],
    redirect_uris: isApp ? apps.redirectUrisOf(clientId) : null,
    printers: control.printers().length,
    jobs: control.jobs().length,
    faults: control.faults.all().length,
    exchanges: control.journal.read().length,
  };
}

export function listPrinters({ control, response }: Command): void {
  sendJson(response, 200, { printers: control.printers() });
}

const NEW_PRINTER = members(
  'member',
  { email: EMAIL },
  {
    name: v.string(),
    serial_no: v.string(),
    multi_byte_display: v.boolean(),
    capability: CAPABILITY,
    online: v.boolean(),
    remote_printing: v.boolean(),
  },
);

export async function seedPrinter({ control, request, response }: Command): Promise<void> {
  const {
    serial_no: serialNo,
    multi_byte_display: multiByteDisplay,
    remote_printing: remotePrinting,
    ...seed
  } = await readCommand(request, response, NEW_PRINTER);
  const { email } = seed;
  if (findPrinter(control, email) !== undefined)
    throw new ControlRefusal(409, 'printer-taken', `There is a printer ${email} already.`);
  control.seedPrinter({
    ...seed,
    ...(serialNo === undefined ? {} : { serialNo }),
    ...(multiByteDisplay === undefined ? {} : { multiByteDisplay }),
    ...(remotePrinting === undefined ? {} : { remotePrinting }),
  });
  sendJson(response, 201, printerOf(control, email));
}

const CHANGED_PRINTER = members(
  'member',
  {},
  { online: v.boolean(), trouble: v.nullable(oneOf(TROUBLES)), remote_printing: v.boolean() },
);

export async function changePrinter({ control, request, response }: Command): Promise<void> {
  const email = request.params['email'] ?? '';
  printerOf(control, email);
  const changes = await readCommand(request, response, CHANGED_PRINTER);
  const { online, trouble, remote_printing: remotePrinting } = changes;
  const printer = control.printer(email);
  if (remotePrinting !== undefined) printer.setRemotePrinting(remotePrinting);
  if (trouble !== undefined) printer.setTrouble(trouble);
  if (online !== undefined) printer.setOnline(online);
  sendJson(response, 200, printerOf(control, email));
}

/** Finds a printer of a world by its address, in upper or lower case. */
function findPrinter(control: MockControl, email: string): PrinterView | undefined {
  return control.printers().find((printer) => printer.email.toLowerCase() === email.toLowerCase());
}

/** Returns a printer of a world by its address. @throws ControlRefusal `printer-unknown` */
export function printerOf(control: MockControl, email: string): PrinterView {
  const printer = findPrinter(control, email);
  if (printer !== undefined) return printer;
  throw new ControlRefusal(
    404,
    'printer-unknown',
    `There is no printer ${JSON.stringify(excerpt(email, 80))}.`,
  );
}

export function getClock({ control, response }: Command): void {
  sendJson(response, 200, viewClock(control.clock));
}

/** Returns a clock as the control API shows it. */
export function viewClock(clock: Clock): components['schemas']['Clock'] {
  return { now: new Date(clock.now()).toISOString(), is_frozen: clock.isFrozen, speed: clock.speed };
}

/** The last time that the clock can be moved to. */
const LAST_MS = Date.UTC(2300, 0);

const CHANGED_CLOCK = v.pipe(
  members(
    'member',
    {},
    {
      advance_ms: v.number(),
      set: v.string(),
      freeze: v.boolean(),
      speed: v.pipe(v.number(), v.gtValue(0, 'above 0'), v.maxValue(MOST_SPEED, `at most ${MOST_SPEED}`)),
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

export async function changeClock(command: Command): Promise<void> {
  const { control, request, response } = command;
  const change = await readCommand(request, response, CHANGED_CLOCK);
  const { advance_ms: advanceMs = 0, set, freeze, speed } = change;
  const moveMs = set === undefined ? advanceMs : Date.parse(set) - control.clock.now();
  if (!(moveMs >= 0 && control.clock.now() + moveMs <= LAST_MS))
    throw new InvalidValue('the clock can be moved forward only, and not beyond the year 2300');
  if (freeze === true) control.clock.freeze();
  control.clock.advance(moveMs);
  if (freeze === false) control.clock.freeze(false);
  if (speed !== undefined) control.clock.setSpeed(speed);
  getClock(command);
}

export function getPace({ control, response }: Command): void {
  sendJson(response, 200, { pace: control.pace });
}

const PACE = members('member', { pace: oneOf(PACE_NAMES) }, {});

export async function setPace(command: Command): Promise<void> {
  const { control, request, response } = command;
  control.setPace((await readCommand(request, response, PACE)).pace);
  getPace(command);
}

export async function expireTokens({ control, request, response }: Command): Promise<void> {
  sendTokens(response, control.expireTokens(await printerIn(control, request, response)));
}

export async function revokeTokens({ control, request, response }: Command): Promise<void> {
  sendTokens(response, control.revokeTokens(await printerIn(control, request, response)));
}

const TOKENS = members('member', {}, { printer: v.string() });

async function printerIn(
  control: MockControl,
  request: Command['request'],
  response: Response,
): Promise<string | undefined> {
  const { printer: email } = await readCommand(request, response, TOKENS);
  if (email !== undefined) printerOf(control, email);
  return email;
}

function sendTokens(
  response: Response,
  { accessTokens, refreshTokens }: ReturnType<MockControl['expireTokens']>,
): void {
  sendJson(response, 200, { access_tokens: accessTokens, refresh_tokens: refreshTokens });
}

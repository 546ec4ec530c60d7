import * as v from 'valibot';
import { PACE_NAMES } from '../epson/domain/pace.js';
import { Clock } from '../epson/domain/clock.js';
import { ACCOUNT } from '../epson/domain/accounts.js';
import { APP } from '../epson/domain/apps.js';
import { CLIENT } from '../epson/domain/clients.js';
import { REDIRECT_URI } from '../epson/domain/redirect-uri.js';
import { CONSENTS } from '../epson/domain/consent-requests.js';
import { PRINTER } from '../epson/v1/printer-seed.js';
import { FAULT } from '../faults/fault.js';
import { LIMITS } from '../listen/limits.js';
import { ASSUMPTION_OPTIONS } from '../rules/assumptions.js';
import { members, oneOf, textLike, wholeNumber, type Shape } from '../text/check.js';
import { isPageOrigin } from '../http/cross-origin.js';
import type { Checked, MockHostOptions, StartOptions } from './options.js';

const PORT = wholeNumber(0, 65_535);
const BYTES = wholeNumber(1);
/** Node's timers end at 2^31. */
const LIMIT = wholeNumber(1, 2 ** 31 - 1);

export const isHostName = (value: string) => /^[^\s/:,]+$/.test(value);
const HOST_NAME = 'the name of a host, such as mock';

export const PAGE_ORIGIN = 'an origin such as http://localhost:5173, without a path, or *';

/** Calls in a minute: a count, or `Infinity`. */
export const callsPerMinute = (unlimited: string) =>
  v.custom<number>(
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 1),
    `a whole number from 1 on, or ${unlimited} for no limit`,
  );

const HOST = {
  clients: v.array(CLIENT, 'must be a list of clients'),
  apps: v.array(APP, 'must be a list of apps'),
  redirectUris: v.array(REDIRECT_URI),
  accounts: v.array(ACCOUNT, 'a list of accounts'),
  consent: oneOf(CONSENTS),
  printers: v.pipe(v.array(PRINTER), v.nonEmpty('a list with at least one printer')),
  assume: ASSUMPTION_OPTIONS,
  strict: v.boolean(),
  worlds: v.boolean(),
  faults: v.array(FAULT),
  clock: v.instance(Clock, 'a Clock of epson-connect-mock'),
  dataDir: v.pipe(v.string('must be the path of a folder'), v.regex(/\S/, 'must be the path of a folder')),
  limitBytes: members('option of limitBytes', {}, { document: BYTES, photo: BYTES, v2: BYTES }),
  pace: oneOf(PACE_NAMES),
  callsPerMinute: callsPerMinute('Infinity'),
  callsPerMinuteV2: callsPerMinute('Infinity'),
  publicUrl: v.string(),
  allowHosts: v.array(v.pipe(v.string(HOST_NAME), v.custom<string>(isHostName as never, HOST_NAME))),
  controlToken: v.string('must be a string'),
  corsOrigins: v.array(v.pipe(v.string(PAGE_ORIGIN), v.custom<string>(isPageOrigin as never, PAGE_ORIGIN))),
  onPrint: v.union([textLike(/./), v.function()], 'a command or a function'),
  onPrinted: v.function(),
  onPrintNews: v.function(),
  onNotification: v.function(),
  onWarning: v.function(),
  onExchange: v.function(),
} satisfies Record<keyof MockHostOptions, v.GenericSchema<unknown>>;

const TLS = members('option of tls', {}, { port: PORT, caDir: v.string() });

const LISTENING = {
  port: PORT,
  host: v.string(),
  tls: v.lazy((given) => (typeof given === 'object' ? TLS : v.boolean())),
  relay: v.array(v.string()),
  uploadPort: PORT,
  limits: members(
    'option of limits',
    {},
    Object.fromEntries(Object.keys(LIMITS).map((name) => [name, LIMIT])),
  ),
} satisfies Record<Exclude<keyof StartOptions, keyof MockHostOptions>, v.GenericSchema<unknown>>;

/** The options of `createMockHost`. */
export const HOST_OPTIONS = members('option', {}, HOST) as unknown as Shape<Checked<MockHostOptions>>;

/** The options of `startMockHost`. */
export const START_OPTIONS = members('option', {}, { ...HOST, ...LISTENING }) as unknown as Shape<
  Checked<StartOptions>
>;

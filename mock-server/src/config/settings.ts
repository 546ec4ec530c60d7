import { LIMITS } from '../listen/limits.js';
import { PACES, type PaceName } from '../epson/domain/pace.js';
import { DEFAULT_PRINTER } from '../epson/domain/printers.js';
import { assume } from './assumptions.js';
import { client } from './clients.js';
import { fault } from './faults.js';
import { list, onOff, path, secret, text, words } from './value-type.js';
import { capability, printer, type PrinterSource } from './printers.js';
import { isHostName } from './option-shapes.js';
import { isPageOrigin } from '../http/cross-origin.js';
import { bytes, count, countOrOff, milliseconds, port } from './quantities.js';
import { PAGE_ORIGIN } from './option-shapes.js';
import type { Setting, SettingTable } from './setting.js';

const setting = <T>(each: Setting<T>): Setting<T> => each;

const isOrigin = (value: string) => /^https?:\/\/[^/?#@\s]+\/?$/i.test(value) && URL.canParse(value);
const isRelay = (value: string) => /^(?:[^\s/:,]+|\[[0-9A-Fa-f:.]+\])(?::(?:\d{1,5}|\*))?$/.test(value);

/** All settings by name: the source of flags, variables, config file, help and guide. */
export const SETTINGS = {
  port: setting({
    type: port,
    group: 'Listening',
    preset: 8380,
    presets: { run: 0 },
    help: 'The port it listens on; 0 picks a free one.',
  }),
  host: setting({
    type: text('ADDRESS', 'an address of this machine'),
    group: 'Listening',
    preset: '127.0.0.1',
    help: 'The address it listens on.',
  }),
  'upload-port': setting({
    type: port,
    group: 'Listening',
    otherwise: 'none',
    help: 'A second port for uploads, because the real host has another origin for them; 0 picks a free one.',
  }),
  'public-url': setting({
    type: text('URL', 'an origin such as http://mock:8380, without a path', isOrigin),
    group: 'Listening',
    otherwise: "the request's own origin",
    help: 'The origin of upload URIs.',
  }),
  tls: setting({ type: onOff, group: 'HTTPS and proxy', preset: false, help: 'Listen for HTTPS as well.' }),
  'https-port': setting({
    type: port,
    group: 'HTTPS and proxy',
    otherwise: '8443',
    presets: { run: 0 },
    help: 'The port of HTTPS; 0 picks a free one. Implies --tls.',
  }),
  'ca-dir': setting({
    type: path('DIR', 'a folder'),
    group: 'HTTPS and proxy',
    otherwise: 'a folder of this user',
    help: 'The folder of the certificate authority, which is created once and kept.',
  }),
  relay: setting({
    type: list(text('HOST', 'NAME, NAME:PORT or NAME:* of a host', isRelay)),
    group: 'HTTPS and proxy',
    preset: [],
    help: "A host besides Epson's to which the proxy connects: NAME means its port 443, NAME:* all of its ports.",
  }),
  printers: setting<readonly PrinterSource[]>({
    type: list(printer),
    formerly: 'printer',
    group: 'Printers and clients',
    preset: [DEFAULT_PRINTER],
    otherwiseWith: { run: 'any well-formed address' },
    help: 'A registered printer. In the config file also { email, name, serialNo, online, remotePrinting, capability }.',
  }),
  capability: setting({
    type: capability,
    group: 'Printers and clients',
    preset: 'office',
    presets: { run: 'everything' },
    help: 'The capability of the printers: office, photo, mono-laser, everything, or a JSON file with a capability answer. In the config file, a printer can have its own.',
  }),
  clients: setting({
    type: list(client),
    group: 'Printers and clients',
    otherwise: 'one well-known client',
    otherwiseWith: { run: 'any well-formed client' },
    secret: 'the config file, or the environment',
    help: 'The clients that may call the mock: [{ clientId, clientSecret }] in the config file, ID:SECRET,... in the environment.',
  }),
  worlds: setting({
    type: onOff,
    group: 'Printers and clients',
    preset: false,
    help: 'Give any well-formed client ID a world of its own on first use.',
  }),
  pace: setting<PaceName>({
    type: words('NAME', Object.keys(PACES) as PaceName[]),
    group: 'Behaviour',
    preset: 'fast',
    help: 'The duration of a job: instant, fast (two seconds) or real (by pages per minute).',
  }),
  'calls-per-minute': setting({
    type: countOrOff,
    formerly: 'call-limit',
    group: 'Behaviour',
    preset: 100,
    help: 'Calls that a client may make in a minute; off removes the limit.',
  }),
  'limit-bytes-document': setting({
    type: bytes,
    formerly: 'document-limit',
    group: 'Behaviour',
    otherwise: '20 MB',
    help: 'The largest file in print mode document; 20MiB is accepted, too.',
  }),
  'limit-bytes-photo': setting({
    type: bytes,
    formerly: 'photo-limit',
    group: 'Behaviour',
    otherwise: '10 MB',
    help: 'The largest file in print mode photo.',
  }),
  assume: setting({
    type: assume,
    group: 'Behaviour',
    preset: {},
    help: 'How the host behaves where Epson does not document it: see the assumptions.',
  }),
  faults: setting({
    type: list(fault),
    formerly: 'fault',
    group: 'Behaviour',
    preset: [],
    help: 'A fault, in the form of POST /_mock/api/faults.',
  }),
  strict: setting({
    type: onOff,
    group: 'Behaviour',
    preset: false,
    help: 'Refuse what the description does not allow: unknown members, undocumented content types.',
  }),
  'data-dir': setting({
    type: path('DIR', 'a folder'),
    group: 'Storage and printing',
    otherwise: 'a temporary folder, which is deleted when the mock stops',
    help: 'The folder that keeps all state. Printed documents are in DIR/printed.',
  }),
  'on-print': setting({
    type: text('COMMAND', 'a command'),
    group: 'Storage and printing',
    otherwise: 'none',
    help: 'A command that is run for each printed job.',
  }),
  'allow-host': setting({
    type: list(text('NAME', 'the name of a host', isHostName)),
    group: 'Security and limits',
    preset: [],
    help: 'A host name besides localhost under which the routes below /_mock/ answer, such as that of a container.',
  }),
  'cors-origin': setting({
    type: list(text('ORIGIN', PAGE_ORIGIN, isPageOrigin)),
    formerly: 'cors',
    group: 'Security and limits',
    preset: [],
    help: 'An origin whose web pages may call the API and upload; * allows any page.',
  }),
  'control-token': setting({
    type: secret('the token'),
    group: 'Security and limits',
    otherwise: 'none',
    secret: 'the environment, the config file, or --control-token-file',
    help: 'The token that the control API requires.',
  }),
  'control-token-file': setting({
    type: path('FILE', 'a file'),
    group: 'Security and limits',
    otherwise: 'none',
    help: 'The file that holds the control token.',
  }),
  'limits-connections': setting({
    type: count,
    formerly: 'connection-limit',
    group: 'Security and limits',
    help: 'Connections that are open at the same time.',
    preset: LIMITS.connections,
  }),
  'limits-idle-ms': setting({
    type: milliseconds,
    formerly: 'idle-timeout',
    group: 'Security and limits',
    help: 'The time that a connection may be idle; 30s and 5min are accepted, too.',
    preset: LIMITS.idleMs,
  }),
  'limits-stall-ms': setting({
    type: milliseconds,
    formerly: 'stall-timeout',
    group: 'Security and limits',
    help: 'The longest pause of the sender of a body.',
    preset: LIMITS.stallMs,
  }),
  'limits-headers-ms': setting({
    type: milliseconds,
    formerly: 'header-timeout',
    group: 'Security and limits',
    help: 'The time in which the headers of a request must arrive.',
    preset: LIMITS.headersMs,
  }),
  'limits-header-bytes': setting({
    type: bytes,
    formerly: 'header-limit',
    group: 'Security and limits',
    help: 'The size of all headers of a request.',
    preset: LIMITS.headerBytes,
  }),
  allow: setting({
    type: list(text('RULE', 'the ID of a rule')),
    group: 'Output',
    preset: [],
    commands: ['run'],
    help: 'A rule that may be broken without exit code 1.',
  }),
  shell: setting({
    type: words('NAME', ['bash', 'fish', 'powershell']),
    group: 'Output',
    otherwise: 'the calling shell',
    commands: ['env'],
    help: 'The shell that the lines are written for.',
  }),
  json: setting({
    type: onOff,
    group: 'Output',
    preset: false,
    help: 'Write each exchange as a line of JSON.',
  }),
  quiet: setting({
    type: onOff,
    group: 'Output',
    preset: false,
    help: 'Write only the address and the summary.',
  }),
} satisfies SettingTable;

export type SettingName = keyof typeof SETTINGS;

/** The merged values by name; a setting without a value is absent. */
export type Values = {
  [N in SettingName]?: (typeof SETTINGS)[N] extends Setting<infer T> ? T : never;
};

import { isPageOrigin } from '../../http/cross-origin.js';
import { LIMITS } from '../../listen/limits.js';
import { isHostName, PAGE_ORIGIN } from '../option-shapes.js';
import { bytes, count, milliseconds } from '../quantities.js';
import { setting, type SettingTable } from '../setting.js';
import { list, path, secret, text } from '../value-type.js';

/** The data folder, the control API, and the limits of connections. */
export const STORAGE_AND_LIMITS = {
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
} satisfies SettingTable;

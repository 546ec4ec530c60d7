import { setting, type SettingTable } from '../setting.js';
import { list, onOff, path, text } from '../value-type.js';
import { port } from '../quantities.js';

const isOrigin = (value: string) => /^https?:\/\/[^/?#@\s]+\/?$/i.test(value) && URL.canParse(value);
const isRelay = (value: string) => /^(?:[^\s/:,]+|\[[0-9A-Fa-f:.]+\])(?::(?:\d{1,5}|\*))?$/.test(value);

/** The addresses of the mock: its listeners, HTTPS and the proxy. */
export const LISTENING = {
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
} satisfies SettingTable;

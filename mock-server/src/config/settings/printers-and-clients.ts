import { DEFAULT_PRINTER } from '../../epson/domain/printers.js';
import { CONSENTS, type Consent } from '../../epson/domain/consent-requests.js';
import { account, app, redirectUri } from '../apps.js';
import { client } from '../clients.js';
import { capability, printer, type PrinterSource } from '../printers.js';
import { setting, type SettingTable } from '../setting.js';
import { list, onOff, words } from '../value-type.js';

/** The printers, and the programs that may use them. */
export const PRINTERS_AND_CLIENTS = {
  printers: setting<readonly PrinterSource[]>({
    type: list(printer),
    formerly: 'printer',
    group: 'Printers and clients',
    preset: [DEFAULT_PRINTER],
    otherwiseWith: { run: 'any well-formed address' },
    help: 'A registered printer. In the config file also { email, name, serialNo, online, remotePrinting, multiByteDisplay, capability }.',
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
  apps: setting({
    type: list(app),
    group: 'Printers and clients',
    otherwise: 'one well-known app',
    otherwiseWith: { run: 'any well-formed app' },
    secret: 'the config file, or the environment',
    help: 'The apps that may call version 2: [{ clientId, clientSecret, apiKey, redirectUris }] in the config file, ID:SECRET:KEY,... in the environment.',
  }),
  'redirect-uri': setting({
    type: list(redirectUri),
    group: 'Printers and clients',
    otherwise: 'none',
    otherwiseWith: { run: 'any well-formed one' },
    help: 'A redirect URI of the apps without redirectUris, beside those on 127.0.0.1 and [::1].',
  }),
  accounts: setting({
    type: list(account),
    group: 'Printers and clients',
    otherwise: 'one person with all printers, one without any',
    help: 'A person who signs in on the consent page of version 2, with all printers. In the config file { email, name, printers }.',
  }),
  consent: setting<Consent>({
    type: words('NAME', CONSENTS),
    group: 'Printers and clients',
    preset: 'page',
    presets: { run: 'auto' },
    help: 'The answer to a request for authorization: page (a person signs in and chooses a printer), auto (a code at once) or deny.',
  }),
  worlds: setting({
    type: onOff,
    group: 'Printers and clients',
    preset: false,
    help: 'Give any well-formed client ID a world of its own on first use.',
  }),
} satisfies SettingTable;

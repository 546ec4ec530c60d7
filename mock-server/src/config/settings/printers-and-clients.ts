import { DEFAULT_PRINTER } from '../../epson/domain/printers.js';
import { client } from '../clients.js';
import { capability, printer, type PrinterSource } from '../printers.js';
import { setting, type SettingTable } from '../setting.js';
import { list, onOff } from '../value-type.js';

/** The printers, and the programs that may use them. */
export const PRINTERS_AND_CLIENTS = {
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
} satisfies SettingTable;

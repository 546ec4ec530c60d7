import type { EpsonConnect } from '../index.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { checkWord } from './flags.js';
import { DEFAULT_BASE_URL } from './paths.js';
import { plainText } from './plain-text.js';
import { PRINT_MODES } from './settings.js';

export const device: Command<EpsonConnect> = {
  usage: '',
  summary: "Show the printer's name, its serial number and whether it is connected",
  examples: ['epson-connect device'],
  words: [0, 0],
  async run({ epson, terminal, interrupt: { signal } }) {
    const device = await epson.device({ signal });
    const { printer_name, serial_no, ec_connected } = device;
    const lines = [
      plainText(printer_name),
      `  serial number  ${plainText(serial_no)}`,
      `  connected      ${ec_connected ? 'yes' : 'no: jobs wait until it is'}`,
    ];
    terminal.result({ command: 'device', outcome: 'ok', device }, lines.join('\n'));
    return EXIT.ok;
  },
};

export const capability: Command<EpsonConnect> = {
  usage: '[document|photo]',
  summary: 'Show what the printer can do in a print mode (default: document)',
  examples: ['epson-connect capability', 'epson-connect capability photo --json'],
  words: [0, 1],
  check({ words: [print_mode = 'document'] }) {
    checkWord('The print mode', print_mode, PRINT_MODES);
  },
  async run({ epson, terminal, words: [print_mode = 'document'], interrupt: { signal } }) {
    const capability = await epson.capability(print_mode, { signal });
    const lines = Object.entries(capability).flatMap(([name, value]) =>
      name === 'media_sizes'
        ? paperLines(value, 'media')
        : [`${plainText(name)}: ${plainText(Array.isArray(value) ? value.map(String).join(', ') : value)}`],
    );
    terminal.result({ command: 'capability', outcome: 'ok', print_mode, capability }, lines.join('\n'));
    return EXIT.ok;
  },
};

/** Returns the sizes, the types of paper in each, and what each of those allows. @param naming how the version names them */
export function paperLines(sizes: unknown, naming: 'media' | 'paper'): string[] {
  const [sizeName, typeName, typesName] =
    naming === 'media'
      ? (['media_size', 'media_type', 'media_types'] as const)
      : (['paperSize', 'paperType', 'paperTypes'] as const);
  return (Array.isArray(sizes) ? sizes : []).flatMap((size: Record<string, unknown>) => {
    const types = Array.isArray(size[typesName]) ? (size[typesName] as Record<string, unknown>[]) : [];
    return [
      plainText(size[sizeName]),
      ...types.map(({ [typeName]: type, ...more }) => {
        const said = Object.entries(more).map(
          ([name, value]) => `${name} ${Array.isArray(value) ? value.join('|') : String(value)}`,
        );
        return `  ${plainText(type)}: ${plainText(said.join(', '))}`;
      }),
    ];
  });
}

/** Returns enough of a client ID to tell two apart. */
export const shortened = (clientId = ''): string => `${clientId.slice(0, 4)}…${clientId.slice(-4)}`;

export const whoami: Command<EpsonConnect> = {
  usage: '',
  summary: 'Authenticate again and show the client ID, the printer and the host',
  // Tokens that are kept would hide that the client secret is wrong.
  isAuthentication: true,
  examples: ['epson-connect whoami'],
  words: [0, 0],
  async run({ epson, who, terminal, interrupt: { signal } }) {
    const { device_id } = await epson.authenticate({ signal });
    const { clientId = '', printerEmail, baseUrl = DEFAULT_BASE_URL } = who;
    const client_id = shortened(clientId);
    const lines = [
      `host       ${plainText(baseUrl)}`,
      `client ID  ${plainText(client_id)}`,
      `printer    ${plainText(printerEmail)}`,
      `device ID  ${plainText(device_id)}`,
    ];
    terminal.result(
      {
        command: 'whoami',
        outcome: 'ok',
        base_url: baseUrl,
        client_id,
        printer_email: printerEmail,
        device_id,
      },
      lines.join('\n'),
    );
    return EXIT.ok;
  },
};

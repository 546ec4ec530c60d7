import type { EpsonConnectV2 } from '../../v2/index.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import { checkWord } from '../flags.js';
import { DEFAULT_BASE_URL } from '../paths.js';
import { plainText } from '../plain-text.js';
import { paperLines, shortened } from '../printer-commands.js';
import { PRINT_MODES } from './settings.js';

export const device: Command<EpsonConnectV2> = {
  usage: '',
  summary: "Show the printer's name, its serial number and whether it is connected",
  examples: ['epson-connect device'],
  words: [0, 0],
  async run({ epson, terminal, interrupt: { signal } }) {
    const device = await epson.device({ signal });
    const lines = [
      plainText(device.productName),
      `  serial number  ${plainText(device.serialNumber)}`,
      `  connected      ${device.connected ? 'yes' : 'no: jobs wait until it is'}`,
    ];
    terminal.result({ command: 'device', outcome: 'ok', device }, lines.join('\n'));
    return EXIT.ok;
  },
};

export const capability: Command<EpsonConnectV2> = {
  usage: '[document|photo]',
  summary: 'Show what the printer can do in a print mode (default: document)',
  examples: ['epson-connect capability', 'epson-connect capability photo --json'],
  words: [0, 1],
  check({ words: [printMode = 'document'] }) {
    checkWord('The print mode', printMode, PRINT_MODES);
  },
  async run({ epson, terminal, words: [printMode = 'document'], interrupt: { signal } }) {
    const capability = await epson.capability(printMode, { signal });
    const lines = Object.entries(capability).flatMap(([name, value]) =>
      name === 'paperSizes'
        ? paperLines(value, 'paper')
        : [`${plainText(name)}: ${plainText(Array.isArray(value) ? value.map(String).join(', ') : value)}`],
    );
    terminal.result({ command: 'capability', outcome: 'ok', printMode, capability }, lines.join('\n'));
    return EXIT.ok;
  },
};

export const whoami: Command<EpsonConnectV2> = {
  usage: '',
  summary: 'Show the client ID, the host, the connection and its printer',
  examples: ['epson-connect whoami', 'epson-connect whoami --connection office'],
  words: [0, 0],
  async run({ epson, who, terminal, interrupt: { signal } }) {
    const device = await epson.device({ signal });
    const { baseUrl = DEFAULT_BASE_URL } = who;
    const clientId = shortened(who.clientId);
    const { connection } = epson;
    const lines = [
      `host        ${plainText(baseUrl)}`,
      `client ID   ${plainText(clientId)}`,
      `connection  ${plainText(connection)}`,
      `printer     ${plainText(device.productName)}, serial number ${plainText(device.serialNumber)}`,
    ];
    terminal.result(
      { command: 'whoami', outcome: 'ok', baseUrl, clientId, connection, device },
      lines.join('\n'),
    );
    return EXIT.ok;
  },
};

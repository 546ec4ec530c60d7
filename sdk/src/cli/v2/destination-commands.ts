import type { EpsonConnectV2 } from '../../v2/index.js';
import { padded } from '../columns.js';
import type { Command, Run } from '../command.js';
import { EXIT, UsageError } from '../exit-code.js';
import type { Flags } from '../flags.js';
import { plainText } from '../plain-text.js';
import { DESTINATION_SERVICES } from './settings.js';

const DESCRIPTION = ['alias-name', 'destination-service', 'destination'] as const;

type Given = Run<EpsonConnectV2>;

export const destinations: Command<EpsonConnectV2> = {
  usage: '[list | register | update ID | delete ID]',
  summary: 'List, register, update or delete destinations of scans (default: list)',
  flags: { 'alias-name': 'text', 'destination-service': DESTINATION_SERVICES, destination: 'text' },
  about: [
    '--alias-name TEXT       name of the destination, unique for the printer',
    '--destination-service W mail or url; an update cannot change it',
    '--destination TEXT      the mail address or URL',
  ],
  examples: [
    'epson-connect destinations',
    'epson-connect destinations register --alias-name Books --destination-service mail --destination books@client.example',
    'epson-connect destinations delete 0123456789abcdef',
  ],
  words: [0, 2],
  check({ words: [action = 'list', id], flags }) {
    if (!Object.hasOwn(actions, action))
      throw new UsageError(`Unknown action: destinations ${plainText(action)}.`);
    const needsId = action === 'update' || action === 'delete';
    if (needsId !== (id !== undefined))
      throw new UsageError(`destinations ${action} takes ${needsId ? 'the ID of one' : 'no ID'}.`);
    const taken = action === 'register' ? DESCRIPTION : action === 'update' ? UPDATED : [];
    const other = DESCRIPTION.find(
      (name) => flags.text(name) !== undefined && !taken.includes(name as never),
    );
    if (other !== undefined) throw new UsageError(`destinations ${action} does not take --${other}.`);
    const missing = taken.filter((name) => !flags.text(name));
    if (missing.length > 0)
      throw new UsageError(`destinations ${action} needs ${missing.map((name) => `--${name}`).join(', ')}.`);
  },
  async run(given) {
    const [action = 'list', id = ''] = given.words;
    await actions[action]?.(given, id);
    return EXIT.ok;
  },
};

const UPDATED = ['alias-name', 'destination'] as const;

const textOf = (flags: Flags, name: string): string => flags.text(name) ?? '';

const actions: Record<string, (given: Given, id: string) => Promise<void>> = {
  async list({ epson, terminal, interrupt: { signal } }) {
    const all = await epson.destinations.list({ signal });
    const lines = padded(
      all.map(({ destinationId, aliasName, destinationService, destination }) =>
        [destinationId, aliasName, destinationService, destination].map(plainText),
      ),
    );
    terminal.result(
      { command: 'destinations', outcome: 'ok', destinations: all },
      lines.join('\n') || 'There are no destinations. Add one with: epson-connect destinations register',
    );
  },
  async register({ epson, flags, terminal, interrupt: { signal } }) {
    const destination = await epson.destinations.register(
      {
        aliasName: textOf(flags, 'alias-name'),
        destinationService: textOf(flags, 'destination-service'),
        destination: textOf(flags, 'destination'),
      },
      { signal },
    );
    terminal.result(
      { command: 'destinations', outcome: 'registered', destination },
      `${plainText(destination.aliasName)}: registered as ${plainText(destination.destinationId)}.`,
    );
  },
  async update({ epson, flags, terminal, interrupt: { signal } }, destinationId) {
    const destination = {
      destinationId,
      aliasName: textOf(flags, 'alias-name'),
      destination: textOf(flags, 'destination'),
    };
    await epson.destinations.update(destination, { signal });
    terminal.result(
      { command: 'destinations', outcome: 'updated', destination },
      `${plainText(destination.aliasName)}: updated (${plainText(destinationId)}).`,
    );
  },
  async delete({ epson, terminal, interrupt: { signal } }, destinationId) {
    await epson.destinations.delete(destinationId, { signal });
    terminal.result(
      { command: 'destinations', outcome: 'deleted', destination: { destinationId } },
      `${plainText(destinationId)}: deleted.`,
    );
  },
};

import type { EpsonConnect } from '../index.js';
import type { Command, Run } from './command.js';
import { EXIT, UsageError } from './exit-code.js';
import type { Flags } from './flags.js';
import { padded } from './columns.js';
import { plainText } from './plain-text.js';
import { DESTINATION_TYPES } from './settings.js';

const DESCRIPTION = ['alias-name', 'type', 'destination'] as const;

export const destinations: Command<EpsonConnect> = {
  usage: '[list | register | update ID | delete ID]',
  summary: 'List, register, update or delete destinations of scans (default: list)',
  flags: { 'alias-name': 'text', type: DESTINATION_TYPES, destination: 'text' },
  about: [
    '--alias-name TEXT       name of the destination, unique for the printer',
    '--type WORD             mail or url',
    '--destination TEXT      the mail address or URL',
    '    register and update need all three: an update replaces the whole destination.',
  ],
  examples: [
    'epson-connect destinations',
    'epson-connect destinations register --alias-name Books --type mail --destination books@client.example',
    'epson-connect destinations delete 0123456789abcdef',
  ],
  words: [0, 2],
  check({ words: [action = 'list', id], flags }) {
    if (!Object.hasOwn(actions, action))
      throw new UsageError(`Unknown action: destinations ${plainText(action)}.`);
    const needsId = action === 'update' || action === 'delete';
    if (needsId !== (id !== undefined))
      throw new UsageError(`destinations ${action} takes ${needsId ? 'the ID of one' : 'no ID'}.`);
    if (action === 'register' || action === 'update') described({ flags });
    else refuseDescription(action, flags);
  },
  async run(given) {
    const [action = 'list', id = ''] = given.words;
    await actions[action]?.(given, id);
    return EXIT.ok;
  },
};

const actions: Record<string, (given: Run<EpsonConnect>, id: string) => Promise<void>> = {
  async list({ epson, terminal, interrupt: { signal } }) {
    const all = await epson.destinations.list({ signal });
    // A blank in an alias is no end of it: every column begins in one place.
    const lines = padded(
      all.map(({ id, alias_name, type, destination }) => [id, alias_name, type, destination].map(plainText)),
    );
    terminal.result(
      { command: 'destinations', outcome: 'ok', destinations: all },
      lines.join('\n') || 'There are no destinations. Add one with: epson-connect destinations register',
    );
  },
  async register(given) {
    const { epson, terminal, interrupt } = given;
    const fresh = described(given);
    await epson.destinations.register(fresh, { signal: interrupt.signal });
    terminal.result(
      { command: 'destinations', outcome: 'registered', destination: fresh },
      `${plainText(fresh.alias_name)}: registered. Its ID is in: epson-connect destinations`,
    );
  },
  async update(given, id) {
    const { epson, terminal, interrupt } = given;
    const destination = { id, ...described(given) };
    await epson.destinations.update(destination, { signal: interrupt.signal });
    terminal.result(
      { command: 'destinations', outcome: 'updated', destination },
      `${plainText(destination.alias_name)}: updated (${plainText(id)}).`,
    );
  },
  async delete({ epson, terminal, interrupt }, id) {
    await epson.destinations.delete(id, { signal: interrupt.signal });
    terminal.result(
      { command: 'destinations', outcome: 'deleted', destination: { id } },
      `${plainText(id)}: deleted.`,
    );
  },
};

/** @throws {UsageError} What says how a destination is to be, where none is changed. */
function refuseDescription(action: string, flags: Flags): void {
  const given = DESCRIPTION.find((name) => flags.text(name) !== undefined);
  if (given !== undefined)
    throw new UsageError(`--${given} is for register and update: destinations ${action} does not take it.`);
}

function described({ flags }: Pick<Run, 'flags'>) {
  const [alias_name, type, destination] = DESCRIPTION.map((name) => flags.text(name));
  if (!alias_name || !type || !destination)
    throw new UsageError('A destination needs --alias-name, --type and --destination.');
  return { alias_name, type, destination };
}

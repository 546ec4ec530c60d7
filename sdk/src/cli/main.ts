import { readFileSync } from 'node:fs';
import { memoryTokenStore } from '../index.js';
import { parseCommand, wantsJson } from './parse-command.js';
import type { Command } from './command.js';
import { EXIT, exitCodeOf, UsageError } from './exit-code.js';
import { parseFlags } from './flags.js';
import { help, helpOn } from './help.js';
import { watchInterrupts, type Interrupt } from './interrupt.js';
import { plainText } from './plain-text.js';
import { suggestion } from './suggest.js';
import { openTerminal, type Io, type Terminal } from './terminal.js';
import { errorOf, messageOf } from './messages.js';
import { refuseForeignFlags, versionOf, VERSIONS, type MoreOptions, type Version } from './versions.js';

/**
 * Runs `epson-connect`.
 *
 * @param argv what follows the command's name
 * @param more for tests: options of the client
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io, more: MoreOptions = {}): Promise<number> {
  const terminal = openTerminal(io, wantsJson(argv));
  return terminal.close(await answer(argv, io, terminal, more));
}

async function answer(
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
  more: MoreOptions,
): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-v') return shown(terminal, `${ownVersion()}\n`);
  try {
    const version = VERSIONS[versionOf(argv, io)] as Version<unknown>;
    // Not a success: `epson-connect $what` in a script, with nothing in it, has printed nothing.
    if (first === undefined) {
      terminal.note(help(io, version).trimEnd());
      return EXIT.usage;
    }
    return await answerIn(version, argv, io, terminal, more);
  } catch (error) {
    return fail(terminal, undefined, error);
  }
}

async function answerIn(
  version: Version<unknown>,
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
  more: MoreOptions,
): Promise<number> {
  const { commands } = version;
  const call = parseCommand(argv);
  const isHelp = call.name === 'help';
  // `epson-connect help print` is what people try, too.
  const name = isHelp ? parseCommand(call.argv).name : call.name;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command && name)
    return isHelp
      ? shown(terminal, helpOn(name, command, io, version))
      : runCommand(name, command, call.argv, io, terminal, version, more);
  if (name === undefined && (isHelp || argv.includes('--help') || argv.includes('-h')))
    return shown(terminal, help(io, version));
  if (name === undefined) throw new UsageError('No command is given.');
  if (Object.hasOwn(VERSIONS[2].commands, name))
    throw new UsageError(
      `${name} is a command of version 2 of the API: add --api 2, or set EPSON_CONNECT_API_VERSION=2.`,
    );
  const meant = suggestion(name, Object.keys(commands));
  throw new UsageError(`Unknown command "${plainText(name)}"${meant ? `; did you mean ${meant}?` : '.'}`);
}

async function runCommand(
  name: string,
  command: Command,
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
  version: Version<unknown>,
  more: MoreOptions,
): Promise<number> {
  let interrupt: Interrupt | undefined;
  try {
    refuseForeignFlags(version, argv);
    const { flags, words } = parseFlags(argv, command.flags ?? {});
    if (flags.is('help')) return shown(terminal, helpOn(name, command, io, version));
    const [least, most] = command.words;
    const usage = `epson-connect ${`${name} ${command.usage}`.trim()}`;
    if (words.length < least || words.length > most) throw new UsageError(`Usage: ${usage}`);
    // A variable of the shell that is not set.
    if (words.some((word) => word.trim() === ''))
      throw new UsageError(`An argument is empty. Usage: ${usage}`);
    command.check?.({ flags, words });
    const own = command.isAuthentication ? { tokenStore: memoryTokenStore() } : {};
    const connection = await version.connect(io, terminal, flags, { ...own, ...more });
    interrupt = watchInterrupts(io);
    return await command.run({ ...connection, io, terminal, flags, words, interrupt });
  } catch (error) {
    if (interrupt?.signal.aborted) {
      terminal.note(`epson-connect ${name}: ended before the host answered.`);
      return interrupt.exitCode;
    }
    return fail(terminal, name, error);
  } finally {
    interrupt?.close();
  }
}

function shown(terminal: Terminal, text: string): number {
  terminal.show(text);
  return EXIT.ok;
}

/** Says what is wrong, and where help is when it is the call itself. */
function fail(terminal: Terminal, command: string | undefined, error: unknown): number {
  const name = command === undefined ? 'epson-connect' : `epson-connect ${command}`;
  const more = error instanceof UsageError ? ` (${name} --help shows how)` : '';
  terminal.result({ command, outcome: 'failed', ...errorOf(error) });
  terminal.note(`${name}: ${messageOf(error)}${more}`);
  return exitCodeOf(error);
}

function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

import { readFileSync } from 'node:fs';
import { memoryTokenStore, type EpsonConnectOptions } from '../index.js';
import { parseCommand, wantsJson } from './parse-command.js';
import type { Command } from './command.js';
import { connect } from './connect.js';
import { EXIT, exitCodeOf, UsageError } from './exit-code.js';
import { parseFlags } from './flags.js';
import { commands, help, helpOn } from './help.js';
import { watchInterrupts, type Interrupt } from './interrupt.js';
import { plainText } from './plain-text.js';
import { suggestion } from './suggest.js';
import { openTerminal, type Io, type Terminal } from './terminal.js';
import { errorOf, messageOf } from './messages.js';

/**
 * Runs `epson-connect`.
 *
 * @param argv what follows the command's name
 * @param more for tests: options of the client
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io, more: EpsonConnectOptions = {}): Promise<number> {
  const terminal = openTerminal(io, wantsJson(argv));
  return terminal.close(await answer(argv, io, terminal, more));
}

async function answer(
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
  more: EpsonConnectOptions,
): Promise<number> {
  const [first] = argv;
  // Not a success: `epson-connect $what` in a script, with nothing in it, has printed nothing.
  if (first === undefined) {
    terminal.note(help(io).trimEnd());
    return EXIT.usage;
  }
  if (first === '--version' || first === '-v') return shown(terminal, `${version()}\n`);
  let name: string | undefined;
  try {
    const call = parseCommand(argv);
    const isHelp = call.name === 'help';
    // `epson-connect help print` is what people try, too.
    name = isHelp ? call.argv.find((word) => !word.startsWith('-')) : call.name;
    const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command && name)
      return isHelp
        ? shown(terminal, helpOn(name, command, io))
        : await runCommand(name, command, call.argv, io, terminal, more);
    if (name === undefined && (isHelp || argv.includes('--help') || argv.includes('-h')))
      return shown(terminal, help(io));
    if (name === undefined) throw new UsageError('No command is given.');
    const meant = suggestion(name, Object.keys(commands));
    throw new UsageError(`Unknown command "${plainText(name)}"${meant ? `; did you mean ${meant}?` : '.'}`);
  } catch (error) {
    return fail(terminal, undefined, error);
  }
}

async function runCommand(
  name: string,
  command: Command,
  argv: readonly string[],
  io: Io,
  terminal: Terminal,
  more: EpsonConnectOptions,
): Promise<number> {
  let interrupt: Interrupt | undefined;
  try {
    const { flags, words } = parseFlags(argv, command.flags ?? {});
    if (flags.is('help')) return shown(terminal, helpOn(name, command, io));
    const [least, most] = command.words;
    const usage = `epson-connect ${`${name} ${command.usage}`.trim()}`;
    if (words.length < least || words.length > most) throw new UsageError(`Usage: ${usage}`);
    // A variable of the shell that is not set.
    if (words.some((word) => word.trim() === ''))
      throw new UsageError(`An argument is empty. Usage: ${usage}`);
    command.check?.({ flags, words });
    const own = command.isAuthentication ? { tokenStore: memoryTokenStore() } : {};
    const connection = await connect(io, terminal, flags, { ...own, ...more });
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

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

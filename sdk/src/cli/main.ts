import { readFileSync } from 'node:fs';
import { memoryTokenStore, type EpsonConnectOptions } from '../index.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { connect } from './connect.js';
import { EXIT, exitCodeOf, UsageError } from './exit-code.js';
import { parseFlags } from './flags.js';
import { help, helpOn } from './help.js';
import { watchInterrupts, type Interrupt } from './interrupt.js';
import { plainText } from './plain-text.js';
import { errorOf } from './print-file.js';
import { openTerminal, type Io, type Terminal } from './terminal.js';

/**
 * Runs `epson-connect`.
 *
 * @param argv what follows the command's name
 * @param more for tests: options of the client
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io, more: EpsonConnectOptions = {}): Promise<number> {
  const [first, ...rest] = argv;
  // Not a success: `epson-connect $what` in a script, with nothing in it, has printed nothing.
  if (first === undefined) {
    io.stderr.write(help(io));
    return EXIT.usage;
  }
  // `epson-connect help print` is what people try, too.
  const name = first === 'help' ? rest[0] : first;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command && name)
    return first === 'help' ? said(io, helpOn(name, command)) : runCommand(name, command, rest, io, more);
  if (['--help', '-h', 'help'].includes(first)) return said(io, help(io));
  if (['--version', '-v'].includes(first)) return said(io, `${version()}\n`);
  const problem = new UsageError(`There is no command "${plainText(first)}".`);
  return fail(openTerminal(io, false), undefined, problem);
}

async function runCommand(
  name: string,
  command: Command,
  argv: readonly string[],
  io: Io,
  more: EpsonConnectOptions,
): Promise<number> {
  let terminal = openTerminal(io, argv.includes('--json') || undefined);
  let interrupt: Interrupt | undefined;
  try {
    const { flags, words } = parseFlags(argv, command.flags ?? {});
    if (flags.is('help')) return said(io, helpOn(name, command));
    const [least, most] = command.words;
    if (words.length < least || words.length > most)
      throw new UsageError(`Usage: epson-connect ${`${name} ${command.usage}`.trim()}`);
    terminal = openTerminal(io, flags.is('json'));
    command.check?.({ flags, words });
    const own = command.isAuthentication ? { tokenStore: memoryTokenStore() } : {};
    const connection = await connect(io, terminal, flags, { ...own, ...more });
    interrupt = watchInterrupts(io);
    return await command.run({ ...connection, io, terminal, flags, words, interrupt });
  } catch (error) {
    if (interrupt?.signal.aborted) {
      terminal.note(`epson-connect ${name}: ended before there was an answer.`);
      return interrupt.exitCode;
    }
    return fail(terminal, name, error);
  } finally {
    interrupt?.close();
  }
}

function said(io: Io, text: string): number {
  io.stdout.write(text);
  return 0;
}

/** Says what is wrong, and where help is when it is the call itself. */
function fail(terminal: Terminal, command: string | undefined, error: unknown): number {
  const name = command === undefined ? 'epson-connect' : `epson-connect ${command}`;
  const more = error instanceof UsageError ? ` (${name} --help shows how)` : '';
  terminal.result({ command, outcome: 'failed', ...errorOf(error) });
  terminal.note(`${name}: ${plainText((error as Error).message)}${more}`);
  return exitCodeOf(error);
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

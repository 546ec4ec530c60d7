import { COMMANDS, type Subcommand } from './commands.js';
import { helpText } from '../config/help.js';
import { suggestion } from '../text/suggest.js';
import { printedConfig, printedOrigins } from '../config/print.js';
import { ConfigurationError, readConfiguration, type Configuration } from '../config/read.js';
import { MockOptionError } from '../config/options.js';
import { startMockHost, type RunningMockHost } from '../host/host.js';
import { EXIT_USAGE, isStyled, surroundings, type Io } from './io.js';
import { formatExchange, formatPrinted, formatPrintNews } from './console.js';
import type { Exchange } from '../http/exchange.js';
import { warningOf } from './exposure.js';
import { linesTo } from '../text/lines.js';
import { usage } from './usage.js';
import { VERSION } from '../package.js';
import { printableJson, printableLines } from '../text/printable.js';

export type { Io } from './io.js';

const NAME = 'epson-connect-mock';

/**
 * Runs `epson-connect-mock`: one of its commands, or else the mock until it is stopped.
 *
 * @param argv what follows the command's name
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  io: Io,
  commands: Readonly<Record<string, Subcommand>> = COMMANDS,
): Promise<number> {
  try {
    const [first, ...others] = argv;
    if (first === undefined || first.startsWith('-')) return await start(argv, io, commands);
    if (first === 'help') return await main([...others.slice(0, 1), '--help'], io, commands);
    if (!Object.hasOwn(commands, first))
      throw new MockOptionError(whyNoCommand(first, Object.keys(commands)));
    const command = await commands[first]!.load();
    return await command(others, io);
  } catch (error) {
    if (!(error instanceof MockOptionError)) throw error;
    if (error instanceof ConfigurationError) warn(error.warnings, io);
    const [line = '', ...lines] = error.message.split('\n');
    // With a cause, the arguments are right, and something else is in the way: a port, a folder.
    const help = error.cause === undefined ? ' (--help shows the options)' : '';
    io.stderr.write(printableLines([`${NAME}: ${line}${help}`, ...lines, ''].join('\n')));
    return EXIT_USAGE;
  }
}

function warn(warnings: readonly string[], { stderr }: Io): void {
  for (const warning of warnings) stderr.write(printableLines(`${NAME}: ${warning}\n`));
}

function whyNoCommand(name: string, known: readonly string[]): string {
  const near = suggestion(name, known);
  const those = known.length === 0 ? 'the mock starts without one' : `the commands are ${known.join(', ')}`;
  return `unknown command ${JSON.stringify(name)}${near === '' ? `; ${those}` : near}`;
}

async function start(
  argv: readonly string[],
  io: Io,
  commands: Readonly<Record<string, Subcommand>>,
): Promise<number> {
  const configuration = await readConfiguration(argv, surroundings(io));
  if (configuration.help) io.stdout.write(help(io, commands));
  else if (configuration.version) io.stdout.write(`${VERSION}\n`);
  else {
    warn(configuration.warnings, io);
    if (configuration['print-config']) {
      io.stdout.write(printedConfig(configuration));
      io.stderr.write(printableLines(printedOrigins(configuration)));
    } else await run(configuration, io);
  }
  return 0;
}

function help({ stdout }: Io, commands: Readonly<Record<string, Subcommand>>): string {
  const hasCommands = Object.keys(commands).length > 0;
  const frame = {
    usage: [`${NAME} [options]`, ...(hasCommands ? [`${NAME} COMMAND --help`] : [])],
    about: 'An offline host that behaves like the Epson Connect API. It runs until it is stopped (Ctrl-C).',
    commands,
    examples: [
      `${NAME} --port 0`,
      `${NAME} --data-dir ./output --assume duplex-conflict=reject`,
      `${NAME} --strict --print-config > epson-connect-mock.json`,
    ],
  };
  return helpText('start', frame, { isStyled: isStyled(stdout), columns: stdout.columns });
}

async function run({ options, output, values }: Configuration, io: Io): Promise<void> {
  // The reader of the output may stop reading (`| head -1`): the mock goes on.
  io.stdout.on('error', () => {});
  const color = isStyled(io.stdout);
  const mistakes = new Map<string, number>();
  const lines = linesTo(io.stdout);
  const host = await startMockHost({
    ...options,
    onPrintNews: (news) => {
      const line = formatPrintNews(news);
      if (output === 'lines') lines.add(line);
      else if (output === 'json' || news.isFailure) io.stderr.write(`${line}\n`);
    },
    onPrinted: (document) => {
      if (output === 'lines') lines.add(formatPrinted(document));
    },
    onExchange: (exchange) => {
      for (const rule of exchange.isOwn ? [] : brokenBy(exchange))
        mistakes.set(rule, (mistakes.get(rule) ?? 0) + 1);
      if (output === 'lines') lines.add(formatExchange(exchange, color));
      if (output === 'json') lines.add(printableJson(exchange));
    },
  });
  // Programs wait for this line to learn the port: it is the first, and its form does not change.
  io.stdout.write(`listening on ${host.url}\n`);
  const warning = warningOf({ ...host, host: options.host ?? '127.0.0.1', relay: options.relay });
  if (warning !== undefined) io.stderr.write(printableLines(`${warning}\n`));
  if (output === 'lines') io.stdout.write(printableLines(`${usage(host, options, values.api)}\n`));
  await untilStopped(io);
  await host.close();
  lines.flush();
  io.stdout.write(`${summary(host, mistakes)}\n`);
}

function untilStopped(io: Io): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const stop = () => {
      // A second signal ends the process at once, as it would without us.
      for (const signal of signals) io.off(signal, stop);
      resolve();
    };
    for (const signal of signals) io.once(signal, stop);
  });
}

function brokenBy({ refusal, warnings }: Exchange): string[] {
  return [...(refusal === undefined ? [] : [refusal]), ...warnings].map(({ rule }) => rule);
}

/** Returns a summary for the end: the jobs, and how often each rule was broken. */
function summary(host: RunningMockHost, mistakes: ReadonlyMap<string, number>): string {
  const jobs = host.control.jobs();
  const executed = jobs.filter((job) => job.executed_at !== null).length;
  const broken = [...mistakes]
    .sort(([, a], [, b]) => b - a)
    .map(([rule, count]) => `  ${String(count).padStart(5)}  ${rule}`);
  const line = `stopped; ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}, ${executed} executed`;
  return [broken.length === 0 ? line : `${line}; rules that were broken:`, ...broken].join('\n');
}

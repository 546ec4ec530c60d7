import { HELP, parseCaFlags, parseFlags, type Output } from './flags.js';
import { startMockHost, type RunningMockHost, type StartOptions } from './host.js';
import { formatExchange } from './journal/console.js';
import { MockOptionError } from './options.js';
import { printVariables } from './run/env.js';
import { runCommand, type RunIo } from './run/run.js';
import { CaError } from './tls/ca-folder.js';
import { caFile } from './tls/identity.js';
import { usage } from './usage.js';
import { VERSION } from './version.js';

/** The parts of `process` that the command uses. */
export type Io = RunIo & Pick<NodeJS.Process, 'once'>;

/** Wrong usage, or something that the user has to change before it can start. */
const EXIT_USAGE = 2;

/**
 * Runs `epson-connect-mock`.
 *
 * @param argv what follows the command's name
 * @returns the exit code
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const [subcommand, ...rest] = argv;
    if (subcommand === 'run') return await runCommand(rest, io);
    if (subcommand === 'env') return await printVariables(rest, io);
    if (subcommand === 'ca') return await printCaFile(rest, io);
    const command = parseFlags(argv);
    if (command.kind === 'help') io.stdout.write(HELP);
    else if (command.kind === 'version') io.stdout.write(`${VERSION}\n`);
    else await run(command.options, command.output, io);
    return 0;
  } catch (error) {
    if (!(error instanceof MockOptionError || error instanceof CaError)) throw error;
    io.stderr.write(`epson-connect-mock: ${error.message} (--help shows the options)\n`);
    return EXIT_USAGE;
  }
}

/** `epson-connect-mock ca`: the certificate that programs are to trust. */
async function printCaFile(argv: readonly string[], io: Io): Promise<number> {
  const { caDir } = parseCaFlags(argv);
  io.stdout.write(`${await caFile(caDir)}\n`);
  return 0;
}

async function run(options: StartOptions, output: Output, io: Io): Promise<void> {
  // Whoever reads the output may stop reading (`| head -1`): the mock goes on.
  io.stdout.on('error', () => {});
  const color = io.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const mistakes = new Map<string, number>();
  const host = await startMockHost({
    ...options,
    onExchange: (exchange) => {
      for (const { rule } of [
        ...(exchange.refusal === undefined ? [] : [exchange.refusal]),
        ...exchange.warnings,
      ]) {
        mistakes.set(rule, (mistakes.get(rule) ?? 0) + 1);
      }
      if (output === 'lines') io.stdout.write(`${formatExchange(exchange, color)}\n`);
      if (output === 'json') io.stdout.write(`${JSON.stringify(exchange)}\n`);
    },
  });
  // Programs wait for this line to learn the port: it is the first, and its form does not change.
  io.stdout.write(`listening on ${host.url}\n`);
  if (output === 'lines') io.stdout.write(`${usage(host)}\n`);
  await untilStopped(io);
  await host.close();
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

/** What happened, for whoever was not looking: jobs, and how often each rule was broken. */
function summary(host: RunningMockHost, mistakes: ReadonlyMap<string, number>): string {
  const jobs = host.control.jobs();
  const executed = jobs.filter((job) => job.executed_at !== null).length;
  const broken = [...mistakes]
    .sort(([, a], [, b]) => b - a)
    .map(([rule, count]) => `  ${String(count).padStart(5)}  ${rule}`);
  const line = `stopped; ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}, ${executed} executed`;
  return [broken.length === 0 ? line : `${line}; rules that were broken:`, ...broken].join('\n');
}

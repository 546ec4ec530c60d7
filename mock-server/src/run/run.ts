import { readFileSync } from 'node:fs';
import { resolveCapabilities } from '../domain/capability.js';
import { parseFlags, type Output } from '../flags.js';
import { startMockHost, type RunningMockHost, type StartOptions } from '../host.js';
import { asksForHelp, readRunArguments, type RunArguments } from './arguments.js';
import { runChild, type Ending, type Signals } from './child.js';
import { layDetour, temporaryFolder } from './detour.js';
import { askPhp } from './php.js';
import { Ledger } from './report/ledger.js';
import { brokenRules, report, type Told } from './report/report.js';
import { styleFor } from './report/style.js';
import { RUN_HELP } from './help.js';
import { credentialVariables, detourVariables, withVariables } from './variables.js';

/** The parts of `process` that the subcommand uses. */
export type RunIo = Signals & Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'>;

const EXIT_BROKEN = 1;
/** Every port of this machine: what a user runs here stays reachable for programs that know no exceptions of a proxy. */
const OWN_MACHINE = ['localhost:*', '127.0.0.1:*', '[::1]:*'];

/**
 * Runs a command as it is, with a mock host in the place of Epson's, and tells what it did.
 *
 * @param argv what follows `epson-connect-mock run`
 * @returns the exit code: 1 when a rule was broken, otherwise the command's own
 * @throws MockOptionError
 */
export async function runCommand(argv: readonly string[], io: RunIo): Promise<number> {
  if (asksForHelp(argv)) {
    io.stdout.write(RUN_HELP);
    return 0;
  }
  const given = readRunArguments(argv);
  const command = parseFlags(['--port', '0', ...given.flags]);
  if (command.kind !== 'start') throw new Error(`run cannot ${command.kind}`);
  // Whoever reads the report may stop reading: the command goes on.
  io.stderr.on('error', () => {});
  const { options, output } = command;
  const [printer] = options.printers ?? [];
  const capability = typeof printer === 'object' ? printer.capability : undefined;
  const ledger = new Ledger(resolveCapabilities(capability ?? 'office'));
  const host = await startMockHost({
    ...openToAll(options),
    onExchange: (exchange) => {
      ledger.note(exchange);
      if (output === 'json') io.stderr.write(`${JSON.stringify(exchange)}\n`);
    },
  });
  try {
    const ending = await runBehind(host, given, io);
    const told: Told = {
      ledger,
      command: [given.command, ...given.args],
      ending: ending.sentence,
      allowed: given.allowed,
      keepsDocuments: options.dataDir !== undefined,
    };
    return conclude(told, ending, output, io);
  } finally {
    await host.close();
  }
}

/** Whatever client, secret and printer the command has: they are taken when their form is right. */
function openToAll(options: StartOptions): StartOptions {
  const { tls, relay = [] } = options;
  return {
    ...options,
    worlds: true,
    tls: { port: 0, ...(typeof tls === 'object' ? tls : {}) },
    relay: [...relay, ...OWN_MACHINE],
  };
}

async function runBehind(host: RunningMockHost, given: RunArguments, io: RunIo): Promise<Ending> {
  const { env } = io;
  const php = await askPhp(given.command, env);
  const folder = temporaryFolder();
  try {
    const { detour, remarks } = layDetour(folder.path, standOf(host), env, php);
    for (const remark of remarks) io.stderr.write(`epson-connect-mock: ${remark}\n`);
    const variables = { ...detourVariables(detour, env), ...credentialVariables(host.credentials, env) };
    return await runChild(given.command, given.args, withVariables(env, variables, io.platform), io);
  } finally {
    folder.remove();
  }
}

function standOf({ url, https }: RunningMockHost) {
  if (https === undefined) throw new Error('the mock does not listen for https');
  return {
    proxy: new URL(url).host,
    https: new URL(https.url).host,
    caPem: readFileSync(https.caFile, 'utf8'),
  };
}

function conclude(told: Told, ending: Ending, output: Output, io: RunIo): number {
  if (ending.kind === 'not started') {
    io.stderr.write(`epson-connect-mock: ${told.command[0] ?? ''} ${ending.sentence}\n`);
    return ending.code;
  }
  const isBroken = brokenRules(told).size > 0;
  const isQuiet = output !== 'lines' && !isBroken && told.ledger.calls > 0;
  if (!isQuiet) io.stderr.write(report(told, styleFor(io.stderr, io.env, io.platform)));
  return isBroken && ending.kind === 'exited' ? EXIT_BROKEN : ending.code;
}

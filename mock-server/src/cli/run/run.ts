import { readFileSync } from 'node:fs';
import { resolveCapabilities } from '../../epson/v1/capability.js';
import { helpText } from '../../config/help.js';
import { readConfiguration, type Configuration } from '../../config/read.js';
import type { Output } from '../../config/start.js';
import type { Values } from '../../config/settings.js';
import type { StartOptions } from '../../config/options.js';
import { startMockHost, type RunningMockHost } from '../../host/host.js';
import { isStyled, surroundings, type Io } from '../io.js';
import { formatPrintNews } from '../console.js';
import { reachable, warningOf } from '../exposure.js';
import { defaultCaDir } from '../../listen/tls/ca-folder.js';
import { checkAllowed } from './allow.js';
import { asksForHelp, readCommand, type Command } from './arguments.js';
import { runChild, type Ending } from './child.js';
import { writeRedirect, temporaryFolder } from './redirect.js';
import { askPhp } from './php.js';
import { untilPrinted } from './printing.js';
import { commandLine } from './report/command-line.js';
import { RunSummary } from './report/run-summary.js';
import { brokenRules, report, type ReportInput } from './report/report.js';
import { styleFor } from './report/style.js';
import { RUN_HELP } from './help.js';
import { credentialVariables, credentialVariablesV2, redirectVariables, withVariables } from './variables.js';
import { printableJson, printableLines } from '../../text/printable.js';

const EXIT_BROKEN = 1;
/** Every port of this machine: local services stay reachable for programs that ignore NO_PROXY. */
const OWN_MACHINE = ['localhost:*', '127.0.0.1:*', '[::1]:*'];

/**
 * Runs a command unchanged, with a mock host in the place of Epson's, and reports its jobs.
 *
 * @param argv what follows `epson-connect-mock run`
 * @returns the exit code: 1 when a rule was broken, otherwise the command's own
 * @throws MockOptionError
 */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
  if (asksForHelp(argv)) {
    const look = { isStyled: isStyled(io.stdout), columns: io.stdout.columns };
    io.stdout.write(helpText('run', RUN_HELP, look));
    return 0;
  }
  const at = argv.indexOf('--');
  const command = readCommand(argv, at < 0 ? undefined : argv.slice(at + 1));
  const configuration = await readConfiguration(argv, surroundings(io), 'run');
  const { options, output, values } = configuration;
  const allowed = checkAllowed(values.allow ?? []);
  // The reader of the report may stop reading: the command goes on.
  io.stderr.on('error', () => {});
  for (const warning of configuration.warnings)
    io.stderr.write(printableLines(`epson-connect-mock: ${warning}\n`));
  const [printer] = options.printers ?? [];
  const capability = typeof printer === 'object' ? printer.capability : undefined;
  const summary = new RunSummary(resolveCapabilities(capability ?? 'everything'));
  const host = await startMockHost({
    ...openToAll(configuration, io),
    onPrintNews: (news) => {
      if (news.isFailure) summary.failed(news.jobId);
      if (output !== 'quiet' || news.isFailure) io.stderr.write(`${formatPrintNews(news)}\n`);
    },
    onPrinted: ({ jobId, path }) => summary.printed(jobId, path),
    onExchange: (exchange) => {
      summary.note(exchange);
      if (output === 'json') io.stderr.write(`${printableJson(exchange)}\n`);
    },
  });
  const exposed = warningOf({ ...host, host: options.host ?? '127.0.0.1', relay: options.relay });
  if (exposed !== undefined) io.stderr.write(printableLines(`epson-connect-mock: ${exposed}\n`));
  const shownAs = (words: readonly string[]) => commandLine(words, surroundings(io).env);
  try {
    const ending = await runBehind(host, values.api, command, io);
    summary.end();
    if (options.onPrint !== undefined || options.dataDir !== undefined) await untilPrinted(host, summary, io);
    const input: ReportInput = {
      summary,
      command: shownAs([command.name, ...command.args]),
      ending: ending.sentence,
      allowed,
      keepsDocuments: options.dataDir !== undefined,
    };
    if (ending.kind === 'not started') {
      io.stderr.write(printableLines(`epson-connect-mock: ${shownAs([command.name])} ${ending.sentence}\n`));
      return ending.code;
    }
    return conclude(input, ending, output, io);
  } finally {
    await host.close();
  }
}

/** Returns options that admit every well-formed client, secret and printer. */
function openToAll({ options, values }: Configuration, io: Io): StartOptions {
  return {
    ...options,
    worlds: true,
    tls: {
      port: values['https-port'] ?? 0,
      caDir: values['ca-dir'] ?? defaultCaDir(surroundings(io).env, platformOf(io)),
    },
    relay: [...(options.relay ?? []), ...OWN_MACHINE],
  };
}

async function runBehind(
  host: RunningMockHost,
  version: Values['api'],
  command: Command,
  io: Io,
): Promise<Ending> {
  const { env } = surroundings(io);
  const php = await askPhp(command.name, env);
  const folder = temporaryFolder();
  try {
    const { redirect, remarks } = writeRedirect(folder.path, addressOf(host), env, php);
    for (const remark of remarks) io.stderr.write(printableLines(`epson-connect-mock: ${remark}\n`));
    const credentials =
      version === 2
        ? credentialVariablesV2(host.credentialsV2, reachable(host.url), env)
        : credentialVariables(host.credentials, env);
    const variables = { ...redirectVariables(redirect, env), ...credentials };
    return await runChild(command, withVariables(env, variables, platformOf(io)), io);
  } finally {
    folder.remove();
  }
}

function addressOf({ url, https }: RunningMockHost) {
  if (https === undefined) throw new Error('the mock does not listen for https');
  return {
    proxy: new URL(reachable(url)).host,
    https: new URL(https.url).host,
    caPem: readFileSync(https.caFile, 'utf8'),
  };
}

const platformOf = ({ platform = process.platform }: Io) => platform;

function conclude(input: ReportInput, ending: Ending, output: Output, io: Io): number {
  const isBroken = brokenRules(input).size > 0;
  const isQuiet = output !== 'lines' && !isBroken && input.summary.calls > 0;
  if (!isQuiet) io.stderr.write(report(input, styleFor(io.stderr, surroundings(io).env, platformOf(io))));
  return isBroken && ending.kind === 'exited' ? EXIT_BROKEN : ending.code;
}

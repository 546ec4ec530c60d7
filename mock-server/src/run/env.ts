import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MockOptionError } from '../options.js';
import { CaError, defaultCaDir } from '../tls/ca-folder.js';
import { caFile } from '../tls/identity.js';
import { asksForHelp } from './arguments.js';
import { layDetour } from './detour.js';
import { ENV_HELP } from './help.js';
import { askPhp } from './php.js';
import type { RunIo } from './run.js';
import { guessShell, readShell, shellLines } from './shells.js';
import { detourVariables } from './variables.js';

const DEFAULT_PORT = '8380';
const NO_ANSWER_MS = 5000;

/**
 * Prints the variables that lead programs to a mock that runs already, for a shell to read.
 *
 * @param argv what follows `epson-connect-mock env`
 * @returns the exit code
 * @throws MockOptionError when there is no such mock, or it does not speak TLS
 */
export async function printVariables(argv: readonly string[], io: RunIo): Promise<number> {
  if (asksForHelp(argv)) {
    io.stdout.write(ENV_HELP);
    return 0;
  }
  const flags = parse(argv);
  const { env, platform } = io;
  const shell = flags.shell === undefined ? guessShell(env, platform) : readShell(flags.shell);
  const url = readUrl(flags.url, flags.port);
  const httpsPort = await askHealth(url);
  const caDir = flags['ca-dir'] ?? env['EPSON_MOCK_CA_DIR'] ?? defaultCaDir(env, platform);
  const caPem = readFileSync(await readableCa(caDir), 'utf8');
  // Beside the CA and not in it: what is read for a long time lies in a folder that stays.
  const folder = join(`${caDir}-env`, url.host.replace(/[^A-Za-z0-9.-]/g, '_'));
  const own = withoutOwn(env, folder);
  const php = await askPhp(undefined, own);
  const stand = { proxy: url.host, https: `${url.hostname}:${httpsPort}`, caPem };
  const { detour, remarks } = layDetour(folder, stand, own, php);
  for (const remark of remarks) io.stderr.write(`epson-connect-mock: ${remark}\n`);
  io.stdout.write(shellLines(shell, detourVariables(detour, own)));
  return 0;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        shell: { type: 'string' },
        url: { type: 'string' },
        port: { type: 'string' },
        'ca-dir': { type: 'string' },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new MockOptionError(sentence);
  }
}

function readUrl(given: string | undefined, port = DEFAULT_PORT): URL {
  const text = given ?? `http://127.0.0.1:${port}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && url.port !== '' && url.username === '') return url;
  throw new MockOptionError(
    given === undefined
      ? `--port is ${JSON.stringify(port)}; it takes a port of 127.0.0.1`
      : `--url is ${JSON.stringify(text.replace(/\/\/[^/]*@/, '//***@'))}; it takes the address on which the mock listens for http, such as http://127.0.0.1:8380`,
  );
}

/** @returns the port on which the mock speaks TLS */
async function askHealth(url: URL): Promise<number> {
  let answer: { name?: unknown; https_port?: unknown };
  try {
    const response = await fetch(new URL('/_mock/health', url), {
      signal: AbortSignal.timeout(NO_ANSWER_MS),
    });
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new MockOptionError(
      `no mock answers at ${url.origin} (${why}); start one with epson-connect-mock --tls, or name its address by --url`,
      { cause: error },
    );
  }
  if (answer.name !== 'epson-connect-mock') {
    throw new MockOptionError(`what answers at ${url.origin} is no epson-connect-mock`);
  }
  if (typeof answer.https_port === 'number') return answer.https_port;
  throw new MockOptionError(
    `the mock at ${url.origin} does not listen for https, which programs with the host's name in them need; start it with --tls`,
  );
}

async function readableCa(caDir: string): Promise<string> {
  try {
    return await caFile(caDir);
  } catch (error) {
    throw error instanceof CaError ? new MockOptionError(error.message, { cause: error }) : error;
  }
}

/** The environment as it was before these variables were read into it, so that reading them twice adds nothing twice. */
function withoutOwn(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const phpFolder = new RegExp(`[:;]?${escape(join(folder, 'php'))}`, 'g');
  const kept = Object.entries(env).flatMap(([name, value = '']): [string, string][] => {
    if (name !== 'PHP_INI_SCAN_DIR') return value.startsWith(folder) ? [] : [[name, value]];
    const rest = value.replace(phpFolder, '');
    // Empty, it would mean that PHP is to read no further files.
    return rest === '' ? [] : [[name, rest]];
  });
  return Object.fromEntries(kept);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

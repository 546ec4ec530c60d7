import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DEFAULT_APP } from '../../epson/domain/default-credentials.js';
import { credentialsOf } from '../../host/credentials.js';
import { readConfiguration } from '../../config/read.js';
import { surroundings, type Io } from '../io.js';
import { MockOptionError } from '../../config/options.js';
import { defaultCaDir } from '../../listen/tls/ca-folder.js';
import { readyCaFile } from './ca.js';
import { asksForHelp } from './arguments.js';
import { writeRedirect } from './redirect.js';
import { ENV_HELP } from './help.js';
import { askPhp } from './php.js';
import { askHttpsPort, checkTrust } from './reach.js';
import { guessShell, shellLines, type ShellName } from './shells.js';
import { credentialVariablesV2, redirectVariables } from './variables.js';
import { printableLines } from '../../text/printable.js';

/**
 * Prints the variables that lead programs to a running mock, as lines for a shell; with `--api 2` also the credentials of
 * version 2.
 *
 * @param argv what follows `epson-connect-mock env`
 * @returns the exit code
 * @throws MockOptionError when there is no such mock, or it does not speak TLS
 */
export async function printVariables(argv: readonly string[], io: Io): Promise<number> {
  if (asksForHelp(argv)) {
    io.stdout.write(ENV_HELP);
    return 0;
  }
  const { url: given, rest } = takeUrl(argv);
  const { values, origins, options, warnings } = await readConfiguration(rest, surroundings(io), 'env');
  const { env } = surroundings(io);
  const platform = io.platform ?? process.platform;
  const isNamed = origins.shell.some(({ source }) => source !== 'default');
  const shell = isNamed ? (values.shell as ShellName) : guessShell(env, platform);
  const url = readUrl(given ?? `http://${inUrl(values.host ?? '127.0.0.1')}:${values.port ?? ''}`);
  const httpsPort = await askHttpsPort(url);
  const caDir = values['ca-dir'] ?? defaultCaDir(env, platform);
  const caPem = readFileSync(await readyCaFile(caDir), 'utf8');
  await checkTrust(url.hostname.replace(/^\[|\]$/g, ''), httpsPort, caPem, caDir);
  // Beside the CA and not in it: what is read for a long time lies in a folder that stays.
  const folder = join(`${caDir}-env`, url.host.replace(/[^A-Za-z0-9.-]/g, '_'));
  const own = withoutOwn(env, folder);
  const php = await askPhp(undefined, own);
  const address = { proxy: url.host, https: `${url.hostname}:${httpsPort}`, caPem };
  const { redirect, remarks } = writeRedirect(folder, address, own, php);
  for (const remark of [...warnings, ...remarks])
    io.stderr.write(printableLines(`epson-connect-mock: ${remark}\n`));
  const { apps: [app = DEFAULT_APP] = [], redirectUris = [] } = options;
  const credentials =
    values.api === 2 ? credentialVariablesV2(credentialsOf(app, redirectUris), url.origin, {}) : {};
  io.stdout.write(shellLines(shell, { ...redirectVariables(redirect, own), ...credentials }));
  return 0;
}

const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** Removes `--url` from the arguments, because it is not a setting of the mock. @throws MockOptionError */
function takeUrl(argv: readonly string[]): { readonly url: string | undefined; readonly rest: string[] } {
  const rest = [...argv];
  const at = rest.findIndex((text) => text === '--url' || text.startsWith('--url='));
  if (at < 0) return { url: undefined, rest };
  const [flag = '', next] = rest.splice(at, rest[at] === '--url' ? 2 : 1);
  const url = flag === '--url' ? next : flag.slice('--url='.length);
  if (url === undefined || url === '') throw new MockOptionError('--url has no value');
  return { url, rest };
}

/** Returns the URL of a mock. @throws MockOptionError */
function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && url.port !== '' && url.username === '' && url.pathname === '/') return url;
  const shown = JSON.stringify(text.replace(/\/\/[^/]*@/, '//***@'));
  throw new MockOptionError(
    `--url is ${shown}; it takes the address and the port on which the mock listens for http, such as http://127.0.0.1:8380`,
  );
}

/** Variables with lists of folders that contain one of ours. */
const FOLDERS: Readonly<Record<string, string>> = { PHP_INI_SCAN_DIR: 'php', PYTHONPATH: 'python' };

/** Returns the environment without our variables, so that setting them twice adds nothing twice. */
function withoutOwn(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).flatMap(([name, value = '']): [string, string][] => {
    const ours = FOLDERS[name];
    if (ours === undefined) return value.startsWith(folder) ? [] : [[name, value]];
    const rest = value.split(delimiter).filter((path) => path !== join(folder, ours));
    // Empty, PHP's would mean that it is to read no further files.
    return rest.join('') === '' ? [] : [[name, rest.join(delimiter)]];
  });
  return Object.fromEntries(kept);
}

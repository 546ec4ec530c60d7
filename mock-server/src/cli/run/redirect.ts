import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JAVA_TRUST_PASSWORD, javaTrustStore } from './java-trust.js';
import { phpIni, type PhpConfiguration } from './php.js';
import { findRoots } from './roots.js';
import { PACKAGE_ROOT } from '../../package.js';

/** Addresses and files by which programs reach the mock and trust it. */
export interface Redirect {
  /** `host:port` of the plain listener, which is the proxy, too. */
  readonly proxy: string;
  /** `host:port` of the HTTPS listener. */
  readonly https: string;
  /** Certificates that all programs but Node and Deno trust: the system's, the user's own, and the mock's. */
  readonly bundle: string;
  /** The user's own and the mock's, for programs that add them to their built-in ones. */
  readonly extra: string;
  readonly javaStore: string;
  readonly javaPassword: string;
  /** A folder with a php.ini to be read beside the others. */
  readonly phpFolder: string;
  /** The file that the user's own configuration of PHP prepends. */
  readonly phpPrepend: string;
  readonly nodePreload: string;
  /** A folder with a sitecustomize, which Python loads before each program. */
  readonly pythonFolder: string;
}

/** The addresses of the mock. */
export interface MockAddress {
  readonly proxy: string;
  readonly https: string;
  /** The certificate of the mock's own authority, in PEM form. */
  readonly caPem: string;
}

const preload = (name: string) => fileURLToPath(new URL(`preload/${name}`, PACKAGE_ROOT));

/**
 * Creates a private folder for the files of one run. The next mock that starts recognises it by its name, and removes it
 * if this process was killed.
 */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `epson-connect-mock-${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Writes the files that a redirect needs into a folder.
 *
 * @returns the redirect, and remarks on what of the user's own could not be read
 */
export function writeRedirect(
  folder: string,
  { proxy, https, caPem }: MockAddress,
  env: NodeJS.ProcessEnv,
  php: PhpConfiguration | undefined,
): { readonly redirect: Redirect; readonly remarks: readonly string[] } {
  const { system, own, remarks } = findRoots(env, php?.caFiles);
  const all = [...new Set([...system, ...own, caPem.trim()])];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const bundle = write('bundle.pem', pem(all));
  const phpFolder = join(folder, 'php');
  mkdirSync(phpFolder, { recursive: true, mode: 0o700 });
  write(join('php', 'epson-connect-mock.ini'), phpIni(preload('php.php'), bundle, php));
  // A copy, because Python writes compiled files beside the source.
  const pythonFolder = join(folder, 'python');
  mkdirSync(pythonFolder, { recursive: true, mode: 0o700 });
  write(join('python', 'sitecustomize.py'), readFileSync(preload('sitecustomize.py')));
  const redirect: Redirect = {
    proxy,
    https,
    bundle,
    extra: write('extra.pem', pem([...own, caPem.trim()])),
    javaStore: write('roots.jks', javaTrustStore(all)),
    javaPassword: JAVA_TRUST_PASSWORD,
    phpFolder,
    phpPrepend: php?.prepend ?? '',
    nodePreload: preload('node.cjs'),
    pythonFolder,
  };
  return { redirect, remarks };
}

function pem(certificates: readonly string[]): string {
  return `${certificates.join('\n')}\n`;
}

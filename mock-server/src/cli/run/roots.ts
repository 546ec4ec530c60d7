import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

/** Files in which systems keep the certificates that they trust. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/usr/local/share/certs/ca-root-nss.crt',
];

/** The variables that name certificates which programs trust. Programs trust these beside the mock's, too. */
const OWN_VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'DENO_CERT',
];

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Certificates in PEM form. */
export interface Roots {
  /** The certificates that the system trusts. */
  readonly system: readonly string[];
  /** The certificates that the user's own variables and files add. */
  readonly own: readonly string[];
  /** A sentence for each file that could not be read. */
  readonly remarks: readonly string[];
}

/**
 * Finds the certificates that programs on this machine trust without the mock.
 *
 * @param files more files of the user's, such as those that PHP's configuration names
 */
export function findRoots(env: NodeJS.ProcessEnv, files: readonly string[] = []): Roots {
  const remarks: string[] = [];
  const named = [
    ...OWN_VARIABLES.map((name): [string, string | undefined] => [name, env[name]]),
    ...files.map((path): [string, string] => ['the configuration of PHP', path]),
  ];
  const own = named.flatMap(([name, path]) => {
    if (path === undefined || path === '') return [];
    try {
      return readCertificates(path);
    } catch (error) {
      remarks.push(`${name} names ${path}, which cannot be read: ${(error as Error).message}`);
      return [];
    }
  });
  return { system: systemRoots(), own: [...new Set(own)], remarks };
}

function systemRoots(): readonly string[] {
  for (const path of SYSTEM_BUNDLES) {
    try {
      const found = readCertificates(path);
      if (found.length > 0) return found;
    } catch {
      // The bundle of another system.
    }
  }
  return tls.rootCertificates;
}

/** Returns the certificates of a file, or of all files of a folder. */
function readCertificates(path: string): string[] {
  const files = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path];
  return files.flatMap((file) => readFileSync(file, 'utf8').match(CERTIFICATE) ?? []);
}

import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { caFile } from 'epson-connect-mock';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../support/processes/programs.js';
import { startSecureHost, temporaryCaDir } from '../support/mock/secure.js';
import { newFolder } from '../support/folder.js';

const EPSON = ['api', 'www', 'auth', 'upload', 'dummy-api'].map((name) => `${name}.epsonconnect.com`);
const SERVED = ['localhost', '127.0.0.1', '::1', ...EPSON];
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;

/** A TLS stack, what runs its program in `handshakes/`, and what is asked to know whether it is here. */
const STACKS: readonly (readonly [
  name: string,
  command: string,
  args: readonly string[],
  probe: readonly string[],
])[] = [
  ['Node', process.execPath, ['handshake.mjs'], ['--version']],
  ['curl', 'sh', ['handshake.sh'], ['-c', 'curl --version']],
  ['Python', 'python3', ['handshake.py'], ['-c', 'import ssl']],
  ['PHP', 'php', ['handshake.php'], ['-r', 'exit(extension_loaded("openssl") ? 0 : 1);']],
  ['Ruby', 'ruby', ['handshake.rb'], ['-e', 'require "openssl"']],
  ['Java', 'java', ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', 'Handshake.java'], ['--version']],
];

/** Tells whether a program is here, and says so on stderr where it is not. */
function has(name: string, command: string, probe: readonly string[]): boolean {
  const isThere = spawnSync(command, probe).status === 0;
  if (!isThere) process.stderr.write(`skipped: what ${name} says of the certificates (it is not here)\n`);
  return isThere;
}

interface Forged {
  readonly cert: string;
  readonly key: string;
}

/** Makes what somebody can make who has stolen all that lies in the folder of the CA. */
function forge(caDir: string, ...extensions: string[]): Forged {
  const folder = newFolder();
  const [key, request, cert, config] = ['key.pem', 'request.pem', 'cert.pem', 'config'].map((file) =>
    join(folder, file),
  ) as [string, string, string, string];
  const ca = join(caDir, 'ca-key.pem');
  const own = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature', ...extensions];
  writeFileSync(config, `${own.join('\n')}\n`);
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-subj', '/CN=forged', '-out', request);
  const signed = ['-CA', ca, '-CAkey', ca, '-sha256', '-days', '30', '-extfile', config, '-out', cert];
  openssl('x509', '-req', '-in', request, ...signed);
  const [issuing = ''] = readFileSync(ca, 'utf8').match(CERTIFICATE) ?? [];
  return { cert: readFileSync(cert, 'utf8') + issuing, key: readFileSync(key, 'utf8') };
}

/** A server that shows a certificate, which goes with the test. */
async function serve({ cert, key }: Forged): Promise<number> {
  const server = createServer({ cert, key }, (socket) =>
    socket.on('error', () => {}).end('HTTP/1.0 200 OK\r\n\r\n'),
  );
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Returns the verdict of openssl on a chain, for a purpose. */
function verify(ca: string, chain: string, purpose: string): string {
  const folder = newFolder();
  const file = join(folder, 'chain.pem');
  writeFileSync(file, chain);
  const args = ['verify', '-x509_strict', '-purpose', purpose, '-CAfile', ca, '-untrusted', file, file];
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return stdout.endsWith(': OK\n') ? 'OK' : (/lookup: (.*)/.exec(stderr)?.[1] ?? stderr);
}

describe.skipIf(!has('openssl', 'openssl', ['version']))(
  'the CA, in the hands of somebody who has its key,',
  () => {
    let ca: string;
    beforeAll(async () => {
      const dir = mkdtempSync(join(tmpdir(), 'epson-connect-tests-ca-'));
      ca = await caFile(join(dir, 'ca'));
      return () => rmSync(dir, { recursive: true, force: true });
    });

    it.each([
      ['a name of another', 'subjectAltName=DNS:bank.example', 'permitted subtree violation'],
      ['another name of Epson', 'subjectAltName=DNS:docs.epsonconnect.com', 'permitted subtree violation'],
      ['an address elsewhere', 'subjectAltName=IP:10.0.0.1', 'permitted subtree violation'],
      ['an e-mail address', 'subjectAltName=email:a@bank.example', 'permitted subtree violation'],
      [
        'an address at the host that is named',
        'subjectAltName=email:a@invalid',
        'excluded subtree violation',
      ],
      ['a URI', 'subjectAltName=URI:https://bank.example/', 'permitted subtree violation'],
      [
        'a URI of the host that is named',
        'subjectAltName=URI:https://invalid/',
        'excluded subtree violation',
      ],
      ['a name that it serves', 'subjectAltName=DNS:api.epsonconnect.com', 'OK'],
    ])('vouches as openssl sees it for %s: %s: %s', (_what, names, verdict) => {
      const forged = forge(dirname(ca), names, 'extendedKeyUsage=serverAuth');
      expect(verify(ca, forged.cert, 'sslserver')).toBe(verdict);
    });

    it.each([
      ['sslclient', 'clientAuth'],
      ['smimesign', 'emailProtection'],
    ])('vouches for no %s, whatever a certificate says of itself', (purpose, usage) => {
      const forged = forge(
        dirname(ca),
        'subjectAltName=DNS:api.epsonconnect.com',
        `extendedKeyUsage=${usage}`,
      );
      expect(verify(ca, forged.cert, purpose)).toBe('unsuitable certificate purpose');
    });

    it('has no key of what programs trust', () => {
      const root = new X509Certificate(readFileSync(ca));
      const keys = readdirSync(dirname(ca)).flatMap((name) => {
        const text = readFileSync(join(dirname(ca), name), 'utf8');
        return text.includes('PRIVATE KEY') ? [createPrivateKey(text)] : [];
      });
      expect(keys.map((key) => root.checkPrivateKey(key))).toEqual([false]);
    });
  },
);

describe.each(STACKS.filter(([name, command, , probe]) => has(name, command, probe)))(
  '%s',
  (_name, command, args) => {
    /** Returns its verdict on a server, under each name. */
    const say = async (caPem: string, port: number, names: readonly string[]) => {
      const cwd = fileURLToPath(new URL('handshakes/', import.meta.url));
      const { output } = await runProgram(command, [...args, caPem, String(port), ...names], { cwd });
      return output.trim().split('\n');
    };

    it('takes the mock under every name that it serves, and under no other', async () => {
      const { https } = await startSecureHost();
      const verdicts = await say(https.caFile, https.port, [...SERVED, 'docs.epsonconnect.com']);
      expect(verdicts.slice(0, -1)).toEqual(SERVED.map(() => 'taken'));
      expect(verdicts.at(-1)).toMatch(/^refused: /);
    });

    it.skipIf(!has('openssl', 'openssl', ['version']))(
      'refuses a certificate for another name that the CA has signed',
      async () => {
        const ca = await caFile(temporaryCaDir());
        const [name, server] = ['bank.example', 'extendedKeyUsage=serverAuth'];
        const port = await serve(forge(dirname(ca), `subjectAltName=DNS:${name}`, server));
        const own = await serve(forge(dirname(ca), `subjectAltName=DNS:${EPSON[0]}`, server));
        expect(await say(ca, own, EPSON.slice(0, 1))).toEqual(['taken']);
        const [verdict] = await say(ca, port, [name]);
        expect(verdict).toMatch(/^refused: .*(?:subtree|constraint|certificate verify failed)/);
      },
    );
  },
);

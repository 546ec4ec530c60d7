import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './processes.js';
import type { Run } from './run.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const MOCK = path('../../mock-server/bin/epson-connect-mock.js');
/** Larger than the largest document that is measured. */
const LIMIT_BYTES = 700 * 1024 * 1024;

/** Modules of the peers, which are installed for the benchmark only. */
export const requirePeer = createRequire(new URL('peers/', import.meta.url));

/** Whether the peers are installed. */
export const hasPeers = () => existsSync(path('peers/node_modules'));

/** Everyone that answers the four steps over a socket. */
export interface Entrants {
  readonly node: Program;
  readonly express: Program;
  readonly mock: Program;
  /** What people would use instead; none where they are not installed. */
  readonly peers: readonly Program[];
  /** The mock in other settings. */
  readonly variants: readonly Program[];
  /** node:https and the mock's own https. */
  readonly tls: readonly Program[];
}

/** The flags of `epson-connect-mock` that a load takes: no limit on calls, and jobs that end at once. */
function mock(name: string, ...flags: string[]): Program {
  return {
    name,
    args: (port) => [
      MOCK,
      ...['--port', String(port), '--pace', 'instant', '--calls-per-minute', 'off'],
      ...['--limit-bytes-document', String(LIMIT_BYTES), ...flags],
    ],
  };
}

/** Gathers everyone, and says who is missing. */
export function gather(run: Run): Entrants {
  const server = (name: string, file: string): Program => ({
    name,
    args: (port, folder) => [path(`servers/${file}`), String(port), folder],
  });
  const keeping = mock('mock --data-dir');
  return {
    node: server('node:http', 'node-http.mjs'),
    express: server('Express 5', 'express.mjs'),
    mock: mock('mock'),
    peers: hasPeers() ? peers(run) : [],
    variants: [
      mock('mock --quiet', '--quiet'),
      {
        ...keeping,
        args: (port, folder) => [...keeping.args(port, folder), '--data-dir', join(folder, 'kept')],
      },
    ],
    tls: tls(run),
  };
}

function peers(run: Run): Program[] {
  const description = join(run.folder, 'epson-connect.yaml');
  try {
    const redocly = path('../node_modules/@redocly/cli/bin/cli.js');
    const openapi = path('../../openapi');
    const args = [redocly, 'bundle', 'v1/openapi.yaml', '-o', description, '--config', 'redocly.yaml'];
    execFileSync(process.execPath, args, { cwd: openapi, stdio: 'ignore', timeout: 60_000 });
  } catch (error) {
    run.results.miss('Prism, Mockoon', error);
    return [];
  }
  const prism = path('peers/node_modules/@stoplight/prism-cli/dist/index.js');
  const mockoon = path('peers/node_modules/@mockoon/cli/bin/run.js');
  return [
    { name: 'Prism', args: (port) => [prism, 'mock', description, '-p', String(port), '-h', '127.0.0.1'] },
    {
      name: 'Mockoon',
      args: (port) => [
        mockoon,
        'start',
        '--data',
        description,
        '--port',
        String(port),
        '--disable-log-to-file',
      ],
    },
  ];
}

function tls(run: Run): Program[] {
  const [key, certificate] = [join(run.folder, 'key.pem'), join(run.folder, 'certificate.pem')];
  try {
    const made = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const args = [...made, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', certificate];
    execFileSync('openssl', args, { stdio: 'ignore', timeout: 30_000 });
  } catch (error) {
    run.results.miss('TLS (openssl makes the certificate of node:https)', error);
    return [];
  }
  const node: Program = {
    name: 'node:https',
    scheme: 'https',
    args: (port, folder) => [path('servers/node-http.mjs'), String(port), folder, key, certificate],
  };
  if (!execFileSync(process.execPath, [MOCK, '--help'], { encoding: 'utf8' }).includes('--tls')) {
    run.results.miss('mock --tls', 'this build of the mock has no --tls');
    return [node];
  }
  const plain = mock('mock --tls');
  return [
    node,
    {
      ...plain,
      scheme: 'https',
      // The CA is of a first start, as on any machine on which the mock has run once.
      args: (port, folder) => [
        ...plain.args(0, folder),
        ...['--https-port', String(port), '--ca-dir', join(run.folder, 'ca')],
      ],
    },
  ];
}

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { RunningMockHost } from 'epson-connect-mock';
import { example } from '../description/pages.js';
import { freePort } from '../http/free-port.js';
import { NODE_BUNDLE } from '../processes/bundle.js';

const EXAMPLE = fileURLToPath(new URL('../../../sdk/examples/bullmq/', import.meta.url));

/** Returns the settings that the compose file gives to Redis. */
export function composedSettings(): Record<string, string> {
  const { services } = parse(readFileSync(join(EXAMPLE, 'docker-compose.yml'), 'utf8')) as {
    services: { redis: { command: string } };
  };
  const settings = services.redis.command.matchAll(/--(\S+) (\S+)/g);
  return Object.fromEntries([...settings].map(([, name = '', value = '']) => [name, value]));
}

/** Builds the programs of the example and that of its README as single files, so that their processes start fast. */
export async function buildPrograms(folder: string): Promise<void> {
  const program = example('fleet-bullmq').replace('./printing/', './');
  const readme = { contents: program, sourcefile: 'readme.js', resolveDir: EXAMPLE };
  const programs = ['work.ts', 'produce.ts'].map((name) => join(EXAMPLE, name));
  await Promise.all([
    build({ ...NODE_BUNDLE, entryPoints: programs, outdir: folder, outExtension: { '.js': '.mjs' } }),
    build({ ...NODE_BUNDLE, stdin: readme, outfile: join(folder, 'readme.mjs') }),
  ]);
}
/** A process of `work.ts`. */
interface WorkProcess {
  readonly child: ChildProcess;
  readonly healthUrl: string;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
}

const environment = (host: RunningMockHost, redisUrl: string) => ({
  ...process.env,
  REDIS_URL: redisUrl,
  EPSON_CONNECT_API_BASE_URL: host.url,
  EPSON_CONNECT_API_CLIENT_ID: host.credentials.clientId,
  EPSON_CONNECT_API_CLIENT_SECRET: host.credentials.clientSecret,
  EPSON_CONNECT_API_PRINTER_EMAIL: host.credentials.printerEmail,
});

/** Starts a worker, which ends with the test. */
export async function startWork(
  folder: string,
  host: RunningMockHost,
  redisUrl: string,
): Promise<WorkProcess> {
  const port = await freePort();
  const env = {
    ...environment(host, redisUrl),
    HEALTH_PORT: String(port),
    DEADLINE_MS: '3000',
    STALLED_MS: '500',
  };
  const child = fork(join(folder, 'work.mjs'), { env, execArgv: [], silent: true });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, healthUrl: `http://127.0.0.1:${port}/health` };
}

/** Runs a program that adds documents: `produce` or `readme`. @returns its output */
export async function addBy(
  program: string,
  folder: string,
  host: RunningMockHost,
  redisUrl: string,
  files: readonly string[],
): Promise<string> {
  const env = environment(host, redisUrl);
  const child = fork(join(folder, `${program}.mjs`), files, { env, execArgv: [], silent: true });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (output += String(chunk)));
  await once(child, 'close');
  return output;
}

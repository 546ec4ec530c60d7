import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { freePort } from '../http/free-port.js';

/** True where there is a Redis server. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** Says what is skipped where there is no Redis. */
export function skipNotice(what: string): void {
  if (!hasRedis) process.stderr.write(`skipped: ${what} (there is no redis-server here)\n`);
}

/** The settings that the door asks for. */
const SAFE = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' };

/** A server of its own, with a folder and a port that it keeps when it is started again. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends it: in order, or at once. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again, and resolves when it answers. */
  start(): Promise<void>;
  /** Stops the process without ending it, so that it takes connections and answers nothing; or lets it go on. */
  freeze(isFrozen: boolean): void;
  /** Ends it, and removes its folder. */
  close(): Promise<void>;
}

/** Starts a Redis server on a free port. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ec-redis-'));
  const port = await freePort();
  // Without a title of its own, the process keeps its environment, by which what a killed run leaves behind is found.
  const own = { bind: '127.0.0.1', port: String(port), dir: folder, save: '', 'set-proc-title': 'no' };
  const given = { ...own, ...SAFE, ...settings };
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    server = child;
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (!said.includes('Ready to accept connections')) continue;
      child.stdout.resume();
      return;
    }
    throw new Error(`Redis did not start: ${said}`);
  }

  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  }

  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    freeze: (isFrozen) => void server?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    async close() {
      await stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

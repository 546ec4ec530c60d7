import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The browser of this machine, or nothing. */
export const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0,
);
if (chromium === undefined) process.stderr.write('skipped: Chromium (there is none on the path)\n');

/** A page in the making: its origin is known before what stands in it. */
export interface Page {
  readonly origin: string;
  /** Opens the page with a script, which calls `tell(value)` once. @returns that value */
  open(script: string): Promise<unknown>;
}

/** A server for one page, and a browser without a window that opens it; both end with the test. */
export async function preparePage(): Promise<Page> {
  let script = '';
  let hear: (text: string) => void;
  const heard = new Promise<string>((resolve) => (hear = resolve));
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += String(chunk)));
      request.on('end', () => {
        hear(text);
        response.end();
      });
    } else if (request.url === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><script type="module" src="/script.js"></script>');
    } else {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(script);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async open(given) {
      script = `const tell = (value) => fetch('/', { method: 'POST', body: JSON.stringify(value) });
        addEventListener('error', ({ message }) => tell({ uncaught: message }));
        addEventListener('unhandledrejection', ({ reason }) => tell({ uncaught: String(reason) }));
        ${given}`;
      const { ended } = await browse(`${origin}/`);
      return JSON.parse(await Promise.race([heard, ended])) as unknown;
    },
  };
}

/** Opens an address in a browser without a window, which ends with the test. `ended` rejects when it ends by itself. */
async function browse(address: string): Promise<{ readonly ended: Promise<never> }> {
  const profile = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  const isRoot = process.getuid?.() === 0;
  const args = [
    '--headless=new',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--no-first-run',
    '--no-default-browser-check',
    `--user-data-dir=${profile}`,
    // Its sandbox does not start for the super-user.
    ...(isRoot ? ['--no-sandbox'] : []),
    address,
  ];
  // A group of its own, for a wrapper script does not pass signals on.
  const child = spawn(chromium ?? '', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + String(chunk)).slice(-2000)));
  const closed = once(child, 'close');
  onTestFinished(async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await closed;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  const ended = closed.then(() => Promise.reject(new Error(`the browser ended by itself: ${said}`)));
  ended.catch(() => {});
  return { ended };
}

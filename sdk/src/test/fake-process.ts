import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished } from 'vitest';
import { main } from '../cli/main.js';
import type { Io } from '../cli/terminal.js';
import type { EpsonConnectOptions } from '../index.js';
import type { FakeClock } from './fake-clock.js';
import { clientId, clientSecret, fakeHost, printerEmail } from './fake-host.js';

/** The command `epson-connect` in this process: with a terminal or pipes that remember, a home, and a fake host. */
export function fakeProcess({ isTTY = false, node = process.versions.node } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'epson-connect-cli-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const said = { out: '', err: '' };
  /** The error of stdout, if there is one. */
  const broken: { out?: NodeJS.ErrnoException } = {};
  const output = (name: 'out' | 'err') =>
    Object.assign(new EventEmitter(), {
      isTTY,
      columns: 80,
      write(text: string, done?: (error?: Error) => void) {
        const error = name === 'out' ? broken.out : undefined;
        if (!error) said[name] += text;
        done?.(error);
      },
    });
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const signals = new EventEmitter();
  const env: NodeJS.ProcessEnv = {
    HOME: home,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_PRINTER_EMAIL: printerEmail,
  };
  const io = {
    env,
    stdin,
    stdout: output('out'),
    stderr: output('err'),
    platform: 'linux',
    versions: { ...process.versions, node },
    on: signals.on.bind(signals),
    off: signals.off.bind(signals),
    exit: (code: number) => void (said.err += `exit ${code}`),
  } as unknown as Io;
  const host = fakeHost();
  const { baseUrl, fetch, callsPerMinute } = host.options;
  env['EPSON_CONNECT_API_BASE_URL'] = baseUrl;
  return {
    home,
    host,
    env,
    stdin,
    said,
    broken,
    /** As Ctrl-C does. */
    interrupt: () => signals.emit('SIGINT', 'SIGINT'),
    run: (argv: readonly string[], more: EpsonConnectOptions = {}): Promise<number> =>
      main(argv, io, { fetch, callsPerMinute, ...more }),
    /** The lines of stdout, as JSON. */
    lines: () => said.out.split('\n').flatMap((line) => (line ? [JSON.parse(line) as object] : [])),
  };
}

/** Lets time pass as soon as somebody waits, until a command has ended, which may read files meanwhile. @returns its exit code */
export async function passing(clock: FakeClock, run: Promise<number>): Promise<number> {
  let hasEnded = false;
  const over = () => (hasEnded = true);
  run.then(over, over);
  await expect
    .poll(
      () => {
        clock.advance(1000);
        return hasEnded;
      },
      { interval: 1 },
    )
    .toBe(true);
  return run;
}

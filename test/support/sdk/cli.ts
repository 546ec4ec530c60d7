import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { RunningMockHost } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';

const here = fileURLToPath(new URL('../..', import.meta.url));
/** Runs the command with Node. */
export const commandFile = join(here, 'node_modules/.cache/epson-connect.mjs');

// The sources in one file, for a loader at each start takes longer than most calls.
await build({
  entryPoints: [join(here, '../sdk/src/cli/bin.ts')],
  outfile: commandFile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'silent',
});

/** The output of a call of the command, and its end. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of stdout, as JSON. */
  readonly lines: Record<string, unknown>[];
}

/** `epson-connect` from its source, by somebody with a home of their own, on a host. */
export class Shell {
  readonly home = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  readonly env: NodeJS.ProcessEnv;

  constructor(host?: RunningMockHost) {
    onTestFinished(() => rmSync(this.home, { recursive: true, force: true }));
    const { PATH } = process.env;
    this.env = { PATH, HOME: this.home, ...(host && environment(host)) };
  }

  /** Starts it, and hands it what it reads; null leaves its standard input open. */
  start(
    args: readonly string[],
    input: string | Buffer | null = '',
  ): ChildProcess & { ended: Promise<Ended> } {
    const child = spawn(process.execPath, [commandFile, ...args], { cwd: here, env: this.env });
    onTestFinished(() => void child.kill('SIGKILL'));
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk) => (said.err += String(chunk)));
    child.stdin.on('error', () => {});
    if (input !== null) child.stdin.end(input);
    const ended = once(child, 'close').then(([code]): Ended => {
      const parsed = () =>
        said.out.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Record<string, unknown>] : []));
      return {
        code: code as number | null,
        ...said,
        get lines() {
          return parsed();
        },
      };
    });
    return Object.assign(child, { ended });
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }
}

export function environment({ url, credentials }: RunningMockHost): Record<string, string> {
  return {
    EPSON_CONNECT_API_BASE_URL: url,
    EPSON_CONNECT_API_CLIENT_ID: credentials.clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: credentials.clientSecret,
    EPSON_CONNECT_API_PRINTER_EMAIL: credentials.printerEmail,
  };
}

/** The same for version 2 of the API. */
export function environmentV2({ url, credentialsV2 }: RunningMockHost): Record<string, string> {
  return {
    EPSON_CONNECT_API_BASE_URL: url,
    EPSON_CONNECT_API_CLIENT_ID: credentialsV2.clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: credentialsV2.clientSecret,
    EPSON_CONNECT_API_KEY: credentialsV2.apiKey,
    EPSON_CONNECT_API_REDIRECT_URI: credentialsV2.redirectUri,
  };
}

import { once } from 'node:events';
import { join } from 'node:path';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { expect, onTestFinished } from 'vitest';
import { freePort } from '../http/free-port.js';
import { Shell } from './cli.js';

export async function shellOn(options: StartOptions = {}) {
  const host = await startMockHost({ pace: 'instant', consent: 'auto', ...options });
  onTestFinished(() => host.close());
  const shell = new Shell();
  const { clientId, clientSecret, apiKey } = host.credentialsV2;
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  Object.assign(shell.env, {
    EPSON_CONNECT_API_VERSION: '2',
    EPSON_CONNECT_API_BASE_URL: host.url,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_KEY: apiKey,
    EPSON_CONNECT_API_REDIRECT_URI: redirectUri,
  });
  return { host, shell, redirectUri };
}

/** Starts a login, and waits for the address that it shows. */
export async function startLogin(shell: Shell, ...flags: string[]) {
  const login = shell.start(['login', ...flags], null);
  let err = '';
  login.stderr?.on('data', (chunk) => (err += String(chunk)));
  const shown = /\n {2}(http\S+)\n[^]*\n(?:Waiting|Then)/;
  while (!shown.test(err)) await once(login.stderr as NonNullable<typeof login.stderr>, 'data');
  const url = shown.exec(err)?.[1] ?? '';
  return { login, url, state: new URL(url).searchParams.get('state') ?? '' };
}

/** A shell whose printer is connected. */
export async function connected(options: StartOptions = {}) {
  const on = await shellOn(options);
  const { login, url } = await startLogin(on.shell);
  expect((await fetch(url)).status).toBe(200);
  expect((await login.ended).code).toBe(0);
  return on;
}

export const tokensFile = (shell: Shell) => join(shell.home, '.config/epson-connect/connections.json');

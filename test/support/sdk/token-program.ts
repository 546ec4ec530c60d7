import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { bundleProgram } from '../processes/bundle.js';

/** A message of a process that uses shared tokens. */
export type Told =
  | { readonly kind: 'call' }
  /** The connection is dead; `isFinder` for the process that got the refusal of the host. */
  | { readonly kind: 'dead'; readonly code: string; readonly isFinder: boolean }
  | { readonly kind: 'failed'; readonly error: string };

/** Seconds that access tokens live here; the clock of the host runs faster by as much. */
export const LIFE_S = 2;

/**
 * Asks for the printer again and again, with tokens from a shared file. The host says that tokens live an hour: to this
 * process, two seconds. Waits for a message after each news of a dead connection.
 */
const program = `
  import { once } from 'node:events';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
  import { fileTokenStore } from 'epson-connect-sdk/node';
  const { options, path, name } = JSON.parse(process.argv[2]);
  const shortLived = async (url, init) => {
    if (!url.endsWith('/auth/token')) return fetch(url, init);
    const response = await fetch(url, { ...init, headers: { ...init.headers, 'user-agent': name } });
    return response.ok ? Response.json({ ...(await response.json()), expires_in: ${LIFE_S} }) : response;
  };
  const epson = new EpsonConnectV2({ ...options, tokenStore: fileTokenStore(path), fetch: shortLived });
  const isOver = once(process, 'disconnect').then(() => process.exit());
  for (;;) {
    try {
      const { error } = await epson.api.GET('/api/2/printing/devices/info');
      process.send(error ? { kind: 'failed', error: JSON.stringify(error) } : { kind: 'call' });
    } catch (error) {
      if (error.name === 'ReauthorizationRequiredError') {
        const again = once(process, 'message');
        process.send({ kind: 'dead', code: error.code, isFinder: error.cause !== undefined });
        await Promise.race([again, isOver]);
      } else process.send({ kind: 'failed', error: String(error) });
    }
    await sleep(20 + Math.random() * 80);
  }
`;

/** Builds the program, so that its processes start fast. @returns a function that starts one */
export async function tokenProgram(folder: string, options: object): Promise<(name: string) => ChildProcess> {
  const file = join(folder, 'program.mjs');
  await bundleProgram(program, file);
  const path = join(folder, 'tokens.json');
  return (name) => fork(file, [JSON.stringify({ options, path, name })], { execArgv: [] });
}

import { spawn } from 'node:child_process';
import type { Io } from '../terminal.js';

type Where = Pick<Io, 'env' | 'platform'>;

/** Returns whether a browser that is opened here is in front of the user. */
export function hasBrowser({ env, platform }: Where): boolean {
  if (env['BROWSER']) return true;
  if (env['SSH_CONNECTION'] || env['SSH_TTY']) return false;
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens an address in the browser of the user. What fails is no harm, because the address is shown, too. */
export function openBrowser({ env, platform }: Where, url: string): void {
  const [command, ...args] = env['BROWSER']
    ? [env['BROWSER'], url]
    : platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

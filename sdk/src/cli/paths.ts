import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Io } from './terminal.js';

type Where = Pick<Io, 'env' | 'platform'>;

/** The default host of the SDK. */
export const DEFAULT_BASE_URL = 'https://api.epsonconnect.com';

/** Returns the default path of the credentials. */
export function credentialsPath(io: Where): string {
  return join(
    baseOf(io, 'XDG_CONFIG_HOME', '.config', 'Library/Application Support', 'APPDATA'),
    'credentials',
  );
}

/** Returns the path of the token cache of the command. */
export function tokenCachePath(io: Where): string {
  return join(baseOf(io, 'XDG_CACHE_HOME', '.cache', 'Library/Caches', 'LOCALAPPDATA'), 'tokens.json');
}

/** Returns the path of the tokens of version 2. They are no cache: one that is lost costs a consent. */
export function connectionsPath(io: Where): string {
  return join(
    baseOf(io, 'XDG_CONFIG_HOME', '.config', 'Library/Application Support', 'APPDATA'),
    'connections.json',
  );
}

function baseOf(
  { env, platform }: Where,
  variable: string,
  folder: string,
  ofMac: string,
  ofWindows: string,
): string {
  const home = env['HOME'] || homedir();
  if (platform === 'win32') return join(env[ofWindows] || join(homedir(), 'AppData'), 'epson-connect');
  return join(env[variable] || join(home, platform === 'darwin' ? ofMac : folder), 'epson-connect');
}

import { plainText } from './plain-text.js';
import type { Io } from './terminal.js';

/**
 * Returns a warning when the environment names a proxy that Node's fetch does not use. Undefined where it does, where the host
 * needs none, and where a preloaded module may configure it.
 */
export function unusedProxy(
  { env, versions }: Pick<Io, 'env' | 'versions'>,
  baseUrl: string,
  execArgv: readonly string[] = process.execArgv,
): string | undefined {
  const { protocol, hostname, port } = new URL(baseUrl);
  const isHttps = protocol === 'https:';
  const variable = isHttps ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const name = [variable, variable.toLowerCase()].find((name) => env[name]?.trim());
  if (!name || isPreloaded(env, execArgv) || isExempt(env, hostname, port || (isHttps ? '443' : '80')))
    return undefined;
  const canUse = knowsProxies(versions.node);
  if (canUse && env['NODE_USE_ENV_PROXY'] === '1') return undefined;
  const how = canUse
    ? 'with NODE_USE_ENV_PROXY=1 it does'
    : 'Node 24 or newer does, with NODE_USE_ENV_PROXY=1';
  return `${name} is not used: Node ${plainText(versions.node)} connects directly; ${how}.`;
}

/** Node 24 began it, and 22.21 has it, too. */
function knowsProxies(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

const isPreloaded = (env: Io['env'], execArgv: readonly string[]): boolean =>
  [env['NODE_OPTIONS'] ?? '', ...execArgv].some((flags) =>
    /(^|\s)(--import|--require|-r|--use-env-proxy)\b/.test(flags),
  );

/** As Node and others read NO_PROXY: names, with all that is below them, `*`, and a port where one is meant. */
function isExempt(env: Io['env'], hostname: string, port: string): boolean {
  if (/^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname)) return true;
  const list = env['NO_PROXY'] ?? env['no_proxy'] ?? '';
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = '', ofPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (ofPort && ofPort !== port) return false;
      return entry === '*' || hostname === name || (name !== '' && hostname.endsWith(`.${name}`));
    });
}

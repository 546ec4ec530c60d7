import { ConfigurationError, isEpsonConnectError } from '../index.js';
import type { Commands } from './client.js';
import { script, type Limited, type Run } from './scripts.js';

/** The settings of a server that loses nothing it has answered, and what a wrong one means. */
const WANTED = {
  appendonly: ['yes', 'a restart loses what was recorded since the last snapshot'],
  appendfsync: ['always', 'a crash of the machine loses what was recorded in the last second'],
  'maxmemory-policy': ['noeviction', 'a full memory removes records'],
} as const;

type Name = keyof typeof WANTED;
type Settings = Partial<Record<Name, string>>;

/** KEYS: any, which leads a cluster client to the server that keeps the documents. */
const INFO = script(`return { redis.call('INFO', 'persistence'), redis.call('INFO', 'memory') }`);

/** Reads the settings. Many a hosted server allows INFO and not CONFIG; INFO does not tell `appendfsync`. */
async function readSettings(commands: Commands, limited: Limited, run: Run, key: string): Promise<Settings> {
  const append = await orRefused(limited(() => commands.configGet('append*')));
  if (append) return { ...append, ...(await limited(() => commands.configGet('maxmemory-policy'))) };
  const info = String(await orRefused(run(INFO, [key], [])));
  const aof = /^aof_enabled:(\d)/m.exec(info)?.[1];
  const policy = /^maxmemory_policy:(\w+(-\w+)*)/m.exec(info)?.[1];
  return {
    ...(aof && { appendonly: aof === '1' ? 'yes' : 'no' }),
    ...(policy && { 'maxmemory-policy': policy }),
  };
}

/** Resolves to undefined when the server or the client does not allow the command. */
async function orRefused<T>(command: Promise<T>): Promise<T | undefined> {
  try {
    return await command;
  } catch (error) {
    if (isEpsonConnectError(error) && error.code === 'store_refused') return undefined;
    throw error;
  }
}

/**
 * Makes the function that checks the settings of the server once, before anything is recorded. It rejects a setting that may
 * lose records, and reports one that it cannot read.
 */
export function settingsCheck(
  commands: Commands,
  limited: Limited,
  run: Run,
  prefix: string,
  onUncheckedSettings: (problem: string) => unknown,
): () => Promise<void> {
  async function check(): Promise<void> {
    const settings = await readSettings(commands, limited, run, `${prefix}:settings`);
    const names = Object.keys(WANTED) as Name[];
    const is = (name: Name) => settings[name];
    const wrong = names.filter((name) => is(name) !== undefined && is(name) !== WANTED[name][0]);
    if (wrong.length > 0) {
      const problems = wrong.map((name) => `${name} is ${is(name)}, and ${WANTED[name][1]}`);
      const orders = wrong.map((name) => `CONFIG SET ${name} ${WANTED[name][0]}`);
      throw new ConfigurationError(
        `Redis may lose records, and a document would be printed twice: ${problems.join('; ')}. Nothing was executed. Set ${orders.join(', ')}, and the same in redis.conf; or pass allowUnsafeSettings: true to accept that.`,
        { code: 'unsafe_store' },
      );
    }
    const unread = names.filter((name) => is(name) === undefined);
    if (unread.length > 0)
      await onUncheckedSettings(
        `Redis does not tell its settings ${unread.join(', ')}. Check there that they are ${unread.map((name) => WANTED[name][0]).join(', ')}: otherwise a crash may lose records, and a document would be printed twice.`,
      );
  }

  let checked: Promise<void> | undefined;
  return () => {
    // A check that failed is made again: somebody may have changed the settings.
    checked ??= check().catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
    return checked;
  };
}

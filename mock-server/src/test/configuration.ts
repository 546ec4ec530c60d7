import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfigurationError, readConfiguration, type Configuration } from '../config/read.js';
import type { CommandName } from '../config/setting.js';

/** A folder with these files in it, readable by their owner alone. */
export function folderWith(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  }
  return folder;
}

export interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The default config file. */
  readonly file?: unknown;
  readonly cwd?: string;
  readonly command?: CommandName;
}

/** The configuration that these give. */
export function read({ argv = [], env = {}, file, cwd, command }: Given): Promise<Configuration> {
  const folder = cwd ?? folderWith(file === undefined ? {} : { 'epson-connect-mock.json': file });
  return readConfiguration(argv, { env, cwd: folder }, command);
}

/** Returns the problems of a configuration. */
export async function problems(given: Given): Promise<readonly string[]> {
  const error: unknown = await read(given).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigurationError)) throw new Error('nothing was refused', { cause: error });
  return error.problems;
}

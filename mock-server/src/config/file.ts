import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Findings, Given } from './given.js';
import { suggestion } from '../text/suggest.js';
import { settingNamed } from './former-names.js';
import { SETTINGS } from './settings.js';

/** The config file that is read from the working directory by default. */
export const DEFAULT_FILE = 'epson-connect-mock.json';

/**
 * Reads the settings of a config file: JSON with comments and trailing commas.
 *
 * @param path absolute
 * @param name the path as the user wrote it, for messages
 */
export async function readConfigFile(path: string, name: string, findings: Findings): Promise<Given[]> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    findings.problems.push(`the config file ${name} cannot be read (${codeOf(error)})`);
    return [];
  }
  // With `--print-config > FILE`, the shell has just created FILE.
  if (text.trim() === '') return [];
  const content = await parseFile(text, name, findings);
  if (content === undefined) return [];
  const given = Object.entries(content).flatMap(([key, json]): Given[] => {
    if (key === '$schema') return [];
    if (settingNamed(key) === undefined) {
      findings.problems.push(`unknown setting ${key} in ${name}${nearest(key)}`);
      return [];
    }
    const origin = { source: 'file', label: `${key} in ${name}` } as const;
    return [{ name: key, origin, folder: dirname(path), raw: { json } }];
  });
  if (given.some(({ name: key }) => settingNamed(key)?.secret !== undefined)) {
    await warnOfReaders(path, `the config file ${name}`, findings);
  }
  return given;
}

/** Warns if others can read a file with secrets. Windows has no such mode. */
export async function warnOfReaders(path: string, what: string, { warnings }: Findings): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    warnings.push(`${what} holds secrets and can be read or written by others; chmod 600 keeps it yours`);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

async function parseFile(text: string, name: string, { problems }: Findings): Promise<object | undefined> {
  // The parser is loaded only for a config file, which keeps the start fast.
  const loaded = await import('jsonc-parser');
  type Parser = typeof loaded.default;
  // Node gives all of it as the default; tsx, by which `npm start` runs, gives its members and no default.
  const jsonc = (loaded as { readonly default?: Parser }).default ?? loaded;
  const errors: { error: number; offset: number; length: number }[] = [];
  const content: unknown = jsonc.parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const before = text.slice(0, first.offset).split('\n');
    const what = jsonc
      .printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    problems.push(`the config file ${name} is not JSON: ${what} at ${where}`);
  } else if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  else problems.push(`the config file ${name} is not an object of settings: { "port": 8380 }`);
  return undefined;
}

/** Returns the keys that were probably meant: those of an option that holds several in code, or a near one. */
function nearest(key: string): string {
  const names = Object.keys(SETTINGS);
  const prefix = `${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-`;
  const members = names.filter((name) => name.startsWith(prefix));
  return members.length > 1 ? `; did you mean ${members.join(' or ')}?` : suggestion(key, names);
}

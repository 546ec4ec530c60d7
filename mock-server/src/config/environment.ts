import type { Findings, Given } from './given.js';
import { suggestion } from '../text/suggest.js';
import { variableOf } from './setting.js';
import { FORMER_NAMES } from './former-names.js';
import { SETTINGS } from './settings.js';

const PREFIX = 'EPSON_MOCK_';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns a variable; undefined if it is empty, as when a container passes on a variable that is not set. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[variableOf(name)];
  return value === undefined || value.trim() === '' ? undefined : value;
}

/**
 * Returns the settings of the environment. An unknown `EPSON_MOCK_` variable is only a warning, because other programs
 * set some, as Kubernetes does for a service named `epson-mock`.
 */
export function readEnvironment(environment: Environment, folder: string, { warnings }: Findings): Given[] {
  const names = [...Object.keys(SETTINGS), ...FORMER_NAMES.keys()];
  const variables = new Set([...names, 'config'].map(variableOf));
  for (const variable of Object.keys(environment)) {
    if (variable.startsWith(PREFIX) && !variables.has(variable)) {
      warnings.push(`unknown variable ${variable}${suggestion(variable, [...variables])}`);
    }
  }
  return names.flatMap((name) => {
    const text = readVariable(environment, name);
    if (text === undefined) return [];
    return [{ name, origin: { source: 'environment', label: variableOf(name) }, folder, raw: { text } }];
  });
}

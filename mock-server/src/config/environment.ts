import type { Findings, Given } from './given.js';
import { suggestion } from '../text/suggest.js';
import { variableOf } from './setting.js';
import { FORMER_NAMES } from './former-names.js';
import { SETTINGS } from './settings.js';

const PREFIX = 'EPSON_MOCK_';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable is one that is not set, as where a container's `environment` passes on what it has not got. */
export function readVariable(environment: Environment, name: string): string | undefined {
  const value = environment[variableOf(name)];
  return value === undefined || value.trim() === '' ? undefined : value;
}

/**
 * The settings that the environment has. An unknown `EPSON_MOCK_` variable is a warning and no error: whoever sets a
 * variable for many programs, as Kubernetes does for a service named `epson-mock`, did not mean this one.
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

import { meaningOf, variablesIn } from '../../../corrections/variables.js';
import type { ApiVersion } from '../../../rules/rule.js';

/** Returns a sentence on the variables that some lines use. @param versions of the API that the lines may be of */
export function legendOf(lines: readonly string[], versions: ReadonlySet<ApiVersion>): string {
  const of = versions.size === 0 ? [1 as const] : [...versions].sort();
  const meanings = variablesIn(lines.join('\n')).map((name) => {
    const [first, second = first] = of.map((version) => meaningOf(name, version));
    return first === second
      ? `${name} is ${first}`
      : `${name} is ${first} in version 1 and ${second} in version 2`;
  });
  return `In the curl lines, ${meanings.join('; ')}.`;
}

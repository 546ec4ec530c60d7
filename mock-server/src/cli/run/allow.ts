import { distance } from '../../text/suggest.js';
import { MockOptionError } from '../../config/options.js';
import { RULES } from '../../rules/rules.js';

/** The number of letters by which a near name may differ. */
const NEAR = 4;
const MOST_SHOWN = 3;

/** Returns the rules of `--allow`. @throws MockOptionError for a name that is not a rule, with similar names */
export function checkAllowed(given: readonly string[]): ReadonlySet<string> {
  for (const name of given) {
    if (!Object.hasOwn(RULES, name)) {
      throw new MockOptionError(`--allow is ${JSON.stringify(name)}, which is not a rule; ${suggest(name)}`);
    }
  }
  return new Set(given);
}

function suggest(name: string): string {
  const near = Object.keys(RULES)
    .map((rule) => ({ rule, far: rule.includes(name) ? 0 : distance(name, rule) }))
    .filter(({ far }) => far <= NEAR)
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_SHOWN)
    .map(({ rule }) => rule);
  return near.length === 0
    ? 'the rules are listed at /_mock/docs/rules of a running mock'
    : `did you mean ${near.join(' or ')}?`;
}

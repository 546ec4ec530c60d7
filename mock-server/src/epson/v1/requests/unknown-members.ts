import type { Warning } from '../../../rules/refusal.js';
import type { JsonObject } from './json-body.js';
import { excerpt } from '../../../text/shorten.js';

const bare = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/**
 * Warns of members that the API does not know: the host ignores them, and silence would hide a misspelling.
 *
 * @param defaults what holds where a member is left out; to ask for that under a wrong name changes nothing
 */
export function warnOfUnknownMembers(
  object: JsonObject,
  known: readonly string[],
  where: string,
  warn: (warning: Warning) => void,
  defaults: JsonObject = {},
): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const shown = excerpt(name, 40);
    const isTwoSided = bare(name) === 'twosided' && known.includes('2_sided');
    const meant = isTwoSided ? '2_sided' : known.find((each) => bare(each) === bare(name));
    const ignored = `${shown} is not a member of ${where}; the host ignores it`;
    if (meant !== undefined && isSame(object[name], object[meant] ?? defaults[meant])) {
      const hint = `${ignored}, which changes nothing, because it asks for what is printed anyway. It is called ${meant}.`;
      warn({ rule: 'member-without-effect', hint });
    } else if (isTwoSided) {
      const instead = object['2_sided'] === undefined ? 'prints on one side' : 'prints as 2_sided says';
      const hint = `${ignored} and ${instead}. It is called 2_sided, with the values none, long and short.`;
      warn({ rule: 'two-sided-respelt', hint });
    } else {
      const mend = meant === undefined ? `Its members are ${known.join(', ')}.` : `It is called ${meant}.`;
      warn({ rule: 'unknown-member', hint: `${ignored}. ${mend}` });
    }
  }
}

/** Whether two values ask for the same, in whatever form programs write them. Nothing asks for nothing. */
function isSame(value: unknown, other: unknown): boolean {
  if (value === null || value === '') return true;
  const text = (each: unknown) => (each === false ? 'none' : String(each).toLowerCase());
  return other !== undefined && text(value) === text(other);
}

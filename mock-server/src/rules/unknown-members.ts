import type { Warning } from '../domain/refusal.js';
import type { JsonObject } from './json-body.js';
import { excerpt } from '../mask/text.js';

const bare = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** Members that the API does not know are ignored by the host; silence would hide a misspelling. */
export function warnOfUnknownMembers(
  object: JsonObject,
  known: readonly string[],
  where: string,
  warn: (warning: Warning) => void,
): void {
  for (const name of Object.keys(object)) {
    if (known.includes(name)) continue;
    const shown = excerpt(name, 40);
    if (bare(name) === 'twosided' && known.includes('2_sided')) {
      warn({
        rule: 'two-sided-respelt',
        hint: `${shown} is no member of ${where}; the host ignores it and prints on one side. It is called 2_sided, with the values none, long and short.`,
      });
      continue;
    }
    const meant = known.find((each) => bare(each) === bare(name));
    const mend = meant === undefined ? `Its members are ${known.join(', ')}.` : `It is called ${meant}.`;
    warn({ rule: 'unknown-member', hint: `${shown} is no member of ${where}; the host ignores it. ${mend}` });
  }
}

import type { RefusedCall } from './raw-answer.js';

/** A request that the parser refused for one of its headers, as far as its bytes tell. */
export interface RefusedHead extends RefusedCall {
  /** The line at which the parser stopped, and the character of it. It may hold a secret. */
  readonly line: string;
  readonly at: number;
}

const REQUEST_LINE = /(?:^|\n)([A-Z]+) (\S+) HTTP\/1\.[01]\r?\n/g;
/** What a header may be called. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]*/;

/**
 * Reads what came until the parser stopped. Bodies look like anything: where there is an empty line between the last
 * request line and the place of the error, the headers had ended and something else was wrong.
 *
 * @param stoppedAt the byte at which it stopped
 */
export function readRefusedHead(packet: Buffer, stoppedAt: number): RefusedHead | undefined {
  const text = packet.toString('latin1');
  const [found] = [...text.slice(0, stoppedAt).matchAll(REQUEST_LINE)].slice(-1);
  if (found === undefined) return undefined;
  const [whole, method = '', target = ''] = found;
  const begin = found.index + whole.length;
  if (/^\r?\n|\r?\n\r?\n/.test(text.slice(begin, stoppedAt))) return undefined;
  const [head = ''] = text.slice(begin).split(/\r?\n\r?\n/, 1);
  const lineBegin = text.lastIndexOf('\n', stoppedAt - 1) + 1;
  const [line = ''] = text.slice(lineBegin).split(/\r?\n/, 1);
  const authorization = /^authorization[ \t]*:?[ \t]*(.*)$/im.exec(head)?.[1]?.trim();
  return { method, target, authorization, line, at: stoppedAt - lineBegin };
}

/** Says which header is malformed and how to write it. No value is in it. */
export function explainRefusedHead({ line, at }: RefusedHead, reason: string): string {
  const colon = line.indexOf(':');
  const [name = ''] = NAME.exec(line) ?? [];
  const isInValue = colon === name.length && name !== '' && at > colon;
  if (isInValue && /Invalid header value/i.test(reason))
    return `The value of the header ${name} holds a control character, such as a line break. Send it in one line.`;
  if (isInValue) return `The header ${name} is not as HTTP has it: ${reason}.`;
  const wrong = line.slice(name.length, name.length + 1);
  if (/^[ \t]+:/.test(line.slice(name.length)))
    return `The name of the header ${JSON.stringify(line.slice(0, colon))} ends in a blank, which HTTP does not allow. Write ${JSON.stringify(name)}, with the colon directly after it.`;
  if (name === '') return `A header begins with ${JSON.stringify(wrong)}, which no name of a header does.`;
  const what = /\s/.test(wrong)
    ? 'a blank'
    : JSON.stringify(Buffer.from(line.slice(name.length), 'latin1').toString('utf8').slice(0, 1));
  return `The header that begins with ${JSON.stringify(name)} goes on with ${what}; a header is a name of letters, digits and hyphens, a colon and a value.`;
}

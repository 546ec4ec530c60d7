import type { Assumptions } from './assumptions.js';
import type { Refusal } from './refusal.js';
import type { ErrorFamily, RefusalAnswer } from './rule.js';
import { REFUSALS } from './rules.js';

export type { ErrorFamily, RefusalAnswer } from './rule.js';

/** A call that is refused because it was asked for. */
export class FaultStruck extends Error {
  override readonly name = 'FaultStruck';
  readonly answer: RefusalAnswer;

  constructor(answer: RefusalAnswer) {
    super('This refusal was asked for as a fault; the call was not looked at.');
    this.answer = answer;
  }
}

/** Returns the host's answer to a refusal of the domain or the rules. */
export function answerTo({ rule }: Pick<Refusal, 'rule'>, assumptions: Assumptions): RefusalAnswer {
  const { v1 } = REFUSALS[rule];
  if (v1 === undefined) throw new Error(`the rule ${rule} brings its own answer`);
  return typeof v1 === 'function' ? v1(assumptions) : v1;
}

/** Returns the host's answer when it does not know what went wrong. */
export function internalAnswer(family: ErrorFamily): RefusalAnswer {
  return { status: 500, code: { token: 'server_error', api: 'internal_server_error', upload: null }[family] };
}

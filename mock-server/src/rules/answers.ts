import type { Assumptions } from './assumptions.js';
import type { Refusal } from './refusal.js';
import type { ApiVersion, ErrorFamily, OperationId, RefusalAnswer } from './rule.js';
import { RULES } from './rules.js';

export type { ApiVersion, ErrorFamily, RefusalAnswer } from './rule.js';

/** A call that is refused because it was asked for. */
export class FaultStruck extends Error {
  override readonly name = 'FaultStruck';
  readonly answer: RefusalAnswer;

  constructor(answer: RefusalAnswer) {
    super('This refusal was asked for as a fault; the call was not looked at.');
    this.answer = answer;
  }
}

/** Returns the answer of a version of the API, and of one of its operations, to a refusal of the domain or the rules. */
export function answerTo(
  { rule }: Pick<Refusal, 'rule'>,
  assumptions: Assumptions,
  version: ApiVersion = 1,
  operation?: OperationId,
): RefusalAnswer {
  const answer = RULES[rule]?.[`v${version}`];
  if (answer === undefined) throw new Error(`the rule ${rule} has no answer of version ${version}`);
  return typeof answer === 'function' ? answer(assumptions, operation) : answer;
}

/** Returns the host's answer when it does not know what went wrong. */
export function internalAnswer(family: ErrorFamily): RefusalAnswer {
  const code = {
    authorize: 'server_error',
    token: 'server_error',
    api: 'internal_server_error',
    upload: null,
  };
  return { status: 500, code: code[family] };
}

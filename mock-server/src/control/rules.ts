import { answerTo } from '../rules/answers.js';
import { RULES, type RuleId } from '../rules/rules.js';
import { sendJson } from '../http/send.js';
import type { Order } from './control-context.js';

/** Answers with all rules. */
export function listRules({ desk, response }: Order): void {
  const rules = Object.entries(RULES).map(([id, { kind, sentence, remedy, v1 }]) => ({
    id,
    ...(v1 ? answerTo({ rule: id as RuleId }, desk.host.assumptions) : { status: null, code: null }),
    summary: sentence,
    remedy,
    kind: kind === 'event' ? 'refusal' : kind,
  }));
  sendJson(response, 200, { rules });
}

import { Refusal } from '../rules/refusal.js';
import type { RuleId } from '../rules/rule-ids.js';
import { answerTo, isOwnRule } from '../rules/answers.js';
import { EVENTS, REFUSALS, WARNINGS } from '../rules/catalogue.js';
import { sendJson } from '../http/send.js';
import type { Order } from './control-context.js';

/** All rules, as the control API shows them. */
export function listRules({ desk, response }: Order): void {
  const refusals = Object.entries(REFUSALS).map(([id, summary]) => {
    const answer = isOwnRule(id as RuleId)
      ? { status: null, code: null }
      : answerTo(new Refusal(id as RuleId, ''), desk.host.assumptions);
    return { id, ...answer, summary, kind: 'refusal' };
  });
  const warnings = Object.entries(WARNINGS).map(([id, summary]) => ({
    id,
    status: null,
    code: null,
    summary,
    kind: 'warning',
  }));
  const events = Object.entries(EVENTS).map(([id, summary]) => ({
    id,
    status: null,
    code: null,
    summary,
    kind: 'refusal',
  }));
  sendJson(response, 200, { rules: [...refusals, ...warnings, ...events] });
}

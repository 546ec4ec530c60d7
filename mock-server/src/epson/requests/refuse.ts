import type { ErrorRequestHandler } from 'express';
import type { Assumptions } from '../../rules/assumptions.js';
import type { Host } from '../domain/worlds.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import type { RuleId } from '../../rules/rules.js';
import { versionOf } from '../../rules/right-call.js';
import { exchangeOf, type Exchange } from '../../http/exchange.js';
import { answerTo, FaultStruck, internalAnswer, type RefusalAnswer } from '../../rules/answers.js';
import { StorageError } from '../../documents/storage-error.js';
import { endAfterBody } from '../../http/body.js';
import { sendRefusal } from '../../http/send.js';
import { pathOf } from '../../http/target.js';

/** A refusal as it is reported: the answer for the program, the rule and the hint for people. */
interface Told {
  readonly answer: RefusalAnswer;
  readonly rule: RuleId;
  readonly hint: string;
}

/** Turns whatever an operation throws into the host's answer. Nothing leaves as HTML. */
export function refuse(host: Host): ErrorRequestHandler {
  return (error, request, response, _next) => {
    const exchange = exchangeOf(request);
    // A path that cannot be decoded came to no operation.
    exchange.apiVersion ??= versionOf(pathOf(request));
    const { answer, rule, hint } = tell(error, exchange, host.assumptions);
    exchange.refusal = { rule, hint };
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const headers = answer.status === 405 ? { Allow: exchange.methods } : {};
    endAfterBody(request, response);
    sendRefusal(response, answer, exchange.family, explain(rule, hint, exchange.warnings), headers);
  };
}

function tell(error: unknown, { family, apiVersion, operation }: Exchange, assumptions: Assumptions): Told {
  if (error instanceof FaultStruck) return { answer: error.answer, rule: 'fault', hint: error.message };
  if (error instanceof StorageError)
    return { answer: internalAnswer(family), rule: 'storage-failed', hint: error.message };
  const refusal = asRefusal(error);
  if (refusal !== undefined) {
    const answer = answerTo(refusal, assumptions, apiVersion, operation);
    return { answer, rule: refusal.rule, hint: refusal.hint };
  }
  return { answer: internalAnswer(family), rule: 'internal', hint: `The mock failed: ${describe(error)}` };
}

/** Returns the refusal and then the warnings, one of which may be its cause. */
function explain(rule: string, hint: string, warnings: readonly Warning[]): string {
  return [{ rule, hint }, ...warnings].map((each) => `${each.rule}: ${each.hint}`).join(' ');
}

function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof URIError) {
    return new Refusal(
      'path-malformed',
      'The path holds a percent sign that two hexadecimal digits do not follow.',
    );
  }
  return undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

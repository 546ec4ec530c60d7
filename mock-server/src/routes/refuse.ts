import type { ErrorRequestHandler } from 'express';
import type { Host } from '../domain/host.js';
import { Refusal } from '../domain/refusal.js';
import { exchangeOf } from '../journal/exchange.js';
import { answerTo, internalAnswer } from '../rules/answers.js';
import { discardRest } from '../wire/body.js';
import { sendRefusal } from '../wire/send.js';

/** Turns whatever an operation throws into the host's answer. Nothing leaves as HTML. */
export function refuse(host: Host): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const exchange = exchangeOf(request);
    const refusal = asRefusal(error);
    const { rule, hint } = refusal ?? { rule: 'internal', hint: `The mock failed: ${describe(error)}` };
    exchange.refusal = { rule, hint };
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const answer =
      refusal === undefined ? internalAnswer(exchange.family) : answerTo(refusal, host.assumptions);
    sendRefusal(response, answer, exchange.family, `${rule}: ${hint}`);
    discardRest(request);
  };
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

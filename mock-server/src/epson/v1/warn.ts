import type { IncomingMessage } from 'node:http';
import type { Host } from '../domain/host.js';
import { Refusal, type Warning, type WarningId } from '../../rules/refusal.js';
import type { RuleId } from '../../rules/rule-ids.js';
import { exchangeOf } from '../../http/exchange.js';

/** What a strict mock refuses although the host seems to take it: the description does not have it. */
const REFUSED_WHEN_STRICT: Partial<Record<WarningId, RuleId>> = {
  'parameters-in-query': 'token-body-not-a-form',
  'password-left-out': 'password-missing',
  'two-sided-respelt': 'member-not-described',
  'unknown-member': 'member-not-described',
  'member-without-effect': 'member-not-described',
  'notification-as-text': 'notification-invalid',
  'body-ignored': 'body-not-described',
  'upload-type-undocumented': 'upload-type-refused',
  'body-not-utf8': 'body-unreadable',
  'byte-order-mark': 'body-unreadable',
};

/** Enters warnings in the exchange; a strict mock refuses what they are about. */
export function warnerOf(host: Host, request: IncomingMessage): (warning: Warning) => void {
  return (warning) => {
    const exchange = exchangeOf(request);
    const rule = host.isStrict ? REFUSED_WHEN_STRICT[warning.rule] : undefined;
    if (rule !== undefined) {
      const isForm = rule === 'body-unreadable' && exchange.family === 'token';
      throw new Refusal(isForm ? 'token-body-unreadable' : rule, `${warning.hint} The mock is strict.`);
    }
    exchange.warnings.push(warning);
  };
}

import type { RuleId, WarningId } from './rules.js';

/**
 * The domain's way to say no: which rule refused and what mends it. It knows no status and no body;
 * its row in the table of rules has the answer of each version.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly rule: RuleId;
  /** One or two sentences for the person who wrote the client: what was wrong, and how to mend it. */
  readonly hint: string;

  constructor(rule: RuleId, hint: string) {
    super(`${rule}: ${hint}`);
    this.rule = rule;
    this.hint = hint;
  }
}

/** Accepted, as the host would, but surely not what the caller meant, or not what is documented. */
export interface Warning {
  readonly rule: WarningId;
  readonly hint: string;
}

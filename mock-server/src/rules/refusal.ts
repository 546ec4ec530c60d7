import type { RuleId } from './rule-ids.js';

/**
 * The domain's way to say no: which rule refused and what mends it. It knows no status and no body;
 * `rules/answers.ts` turns the rule into the host's answer.
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

export type WarningId =
  | 'parameters-in-query'
  | 'password-left-out'
  | 'authentication-repeated'
  | 'two-sided-respelt'
  | 'unknown-member'
  | 'member-without-effect'
  | 'duplex-conflict-overridden'
  | 'second-upload-replaces'
  | 'empty-document'
  | 'upload-not-the-file'
  | 'upload-in-parts'
  | 'upload-type-undocumented'
  | 'upload-length-missing'
  | 'multipart-unpacked'
  | 'body-ignored'
  | 'body-not-utf8'
  | 'byte-order-mark'
  | 'document-will-fail'
  | 'pages-assumed'
  | 'notification-as-text'
  | 'scan-without-destination'
  | 'target-foreign'
  | 'target-not-https'
  | 'upload-uri-unreachable';

import type { Exchange } from '../../../http/exchange.js';
import { isMendable } from '../../../corrections/curl.js';
import { RULES } from '../../../rules/rules.js';

/** A broken rule of a call, or a remark on it. */
export interface Finding {
  readonly rule: string;
  readonly hint: string;
  /** True if the program broke a rule; otherwise it is a remark, which changes no exit code. */
  readonly isMistake: boolean;
  /** The corrected call for a shell; absent if there is none. */
  readonly curl?: string;
  /** The number of times that it was found. */
  count: number;
}

/** Returns what is wrong with an exchange: its refusal first, then its warnings. */
export function findingsOf({ refusal, warnings }: Exchange, curl: string | undefined): Finding[] {
  return [...(refusal === undefined ? [] : [refusal]), ...warnings].map(({ rule, hint }) => {
    const { isMistake = true } = RULES[rule] ?? {};
    const isCorrected = curl !== undefined && isMendable(rule);
    return { rule, hint, isMistake, count: 1, ...(isCorrected && { curl }) };
  });
}

/**
 * Chooses and counts the findings to report: a mistake wherever it was made, a remark where it came first,
 * with how often it came in all.
 */
export function countFindings(findings: Iterable<Finding>): ReadonlyMap<Finding, number> {
  const told = new Map<Finding, number>();
  const remarks = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.hint}`;
    const first = finding.isMistake ? finding : (remarks.get(key) ?? finding);
    if (!finding.isMistake) remarks.set(key, first);
    told.set(first, (told.get(first) ?? 0) + finding.count);
  }
  return told;
}

/** Adds findings to a list, and counts repeated ones. */
export function addFindings(to: Finding[], found: readonly Finding[]): void {
  for (const finding of found) {
    const same = to.find(({ rule, hint }) => rule === finding.rule && hint === finding.hint);
    if (same === undefined) to.push({ ...finding });
    else same.count += finding.count;
  }
}

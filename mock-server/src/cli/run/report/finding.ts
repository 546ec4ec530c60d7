import type { WarningId } from '../../../rules/refusal.js';
import type { Exchange } from '../../../http/exchange.js';

/** Something that a call did wrong, or that is odd about it. */
export interface Finding {
  readonly rule: string;
  readonly hint: string;
  /** Whether the program broke a rule. What is no mistake is a remark and changes no exit code. */
  readonly isMistake: boolean;
  /** The same call as it should be, for a shell; absent where there is none. */
  readonly curl?: string;
  /** How often. */
  count: number;
}

/**
 * Warnings by which the program gets something else than it asked for, nothing useful, or nothing at all from the host
 * itself. The others are remarks: the host serves such calls as they are meant.
 */
export const MISTAKEN: ReadonlySet<string> = new Set<WarningId>([
  'two-sided-respelt',
  'unknown-member',
  'duplex-conflict-overridden',
  'second-upload-replaces',
  'empty-document',
  'upload-not-the-file',
  'upload-in-parts',
  'body-not-utf8',
  'multipart-unpacked',
  'document-will-fail',
  'notification-as-text',
  'target-not-https',
]);

/** Of these the call itself is right: a line with the same call in it would show nothing. */
const RIGHT_CALLS: ReadonlySet<string> = new Set<WarningId>([
  'target-not-https',
  'second-upload-replaces',
  'body-not-utf8',
]);

/** What the proxy says of calls to other hosts than Epson's. */
export const OF_THE_PROXY: ReadonlySet<string> = new Set(['proxy-refused', 'relay-failed']);

/** Refusals that are not the program's doing: they were asked for, are the mock's own, or concern other hosts. */
const NOT_THE_PROGRAMS: ReadonlySet<string> = new Set([
  'fault',
  'internal',
  'storage-failed',
  ...OF_THE_PROXY,
]);

/** What is wrong with an exchange: its refusal first, then its warnings. */
export function findingsOf(exchange: Exchange, curl: string | undefined): Finding[] {
  const { refusal, warnings } = exchange;
  const isMistake = (rule: string, isRefusal: boolean) =>
    isRefusal ? !NOT_THE_PROGRAMS.has(rule) : MISTAKEN.has(rule);
  return [
    ...(refusal === undefined ? [] : [{ ...refusal, isMistake: isMistake(refusal.rule, true) }]),
    ...warnings.map((warning) => ({ ...warning, isMistake: isMistake(warning.rule, false) })),
  ].map((found) => ({
    ...found,
    count: 1,
    // A remark needs no other call.
    ...(curl === undefined || !found.isMistake || RIGHT_CALLS.has(found.rule) ? {} : { curl }),
  }));
}

/**
 * Decides which findings are told, and with which count: a mistake wherever it was made, a remark where it came first,
 * with how often it came in all.
 */
export function toldOnce(findings: Iterable<Finding>): ReadonlyMap<Finding, number> {
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

/** Adds findings to those that are there; the same one again is counted. */
export function addFindings(to: Finding[], found: readonly Finding[]): void {
  for (const finding of found) {
    const same = to.find(({ rule, hint }) => rule === finding.rule && hint === finding.hint);
    if (same === undefined) to.push({ ...finding });
    else same.count += finding.count;
  }
}

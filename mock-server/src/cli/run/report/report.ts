import { printable } from '../../../text/printable.js';
import { legendOf } from './legend.js';
import { countFindings, type Finding } from './finding.js';
import type { JobRecord, Step } from './job-record.js';
import { namesOf, STEPS } from './steps.js';
import type { RunSummary } from './run-summary.js';
import type { LooseCall } from './loose-calls.js';
import { remarksOn, whyNothingCame } from './remarks.js';
import { wrapped, type Style } from './style.js';

/** The content of a report, with the number of times that each finding came. */
interface ReportContent extends ReportInput {
  readonly counts: ReadonlyMap<Finding, number>;
}

/** The run that a report is about. */
export interface ReportInput {
  readonly summary: RunSummary;
  /** The command as it may be shown. */
  readonly command: string;
  /** The end of the command, as the end of a sentence: `ended with exit code 0`. */
  readonly ending: string;
  /** Rules that may be broken. */
  readonly allowed: ReadonlySet<string>;
  /** True if documents outlive the run, so that their paths are worth reporting. */
  readonly keepsDocuments: boolean;
}

/** The number of jobs without a mistake that are shown one by one; the rest is counted. */
const MOST_CLEAN = 20;
const MOST_TROUBLED = 100;
const MOST_LOOSE = 50;
const HINT = '         ';

/** Returns the rules that were broken and are not allowed to be, with the number of times. */
export function brokenRules({
  summary,
  allowed,
}: Pick<ReportInput, 'summary' | 'allowed'>): Map<string, number> {
  const broken = new Map<string, number>();
  for (const { rule, isMistake, count } of allFindings(summary)) {
    if (isMistake && !allowed.has(rule)) broken.set(rule, (broken.get(rule) ?? 0) + count);
  }
  return broken;
}

/** Writes the report for people: each job as four steps, the calls that belong to no job, and the result. */
export function report(all: ReportInput, style: Style): string {
  const { summary, command } = all;
  const content: ReportContent = { ...all, counts: countFindings(allFindings(summary)) };
  const title = `epson-connect-mock: ${command} ${content.ending}`;
  const parts = [[style.paint('strong', title)]];
  parts.push(...jobParts(content, style));
  if (summary.loose.length > 0) parts.push(looseParts(content, style));
  const remarks = remarksOn(summary);
  if (remarks.length > 0) parts.push(remarks.flatMap((line) => wrapped(line, '', style.columns)));
  const curls = [...allFindings(summary)].flatMap(({ curl = [] }) => curl);
  if (curls.length > 0)
    parts.push(
      wrapped(legendOf(curls, summary.versions), '', style.columns).map((line) => style.paint('dim', line)),
    );
  parts.push(summary.calls === 0 ? nothingCame(summary, style) : verdict(content, style));
  return `\n${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function* allFindings(summary: RunSummary): Generator<Finding> {
  for (const job of summary.jobs) yield* findingsOfJob(job);
  for (const { findings } of summary.loose) yield* findings;
}

function findingsOfJob({ steps, others }: JobRecord): Finding[] {
  return [...STEPS.map((name) => steps[name]), ...others].flatMap(({ findings }) => findings);
}

function jobParts(content: ReportContent, style: Style): string[][] {
  const { jobs } = content.summary;
  const isClean = (job: JobRecord) =>
    job.steps.execute.isDone && !findingsOfJob(job).some((finding) => content.counts.has(finding));
  const clean = new Set(jobs.filter(isClean).slice(0, MOST_CLEAN));
  const troubled = new Set(jobs.filter((job) => !isClean(job)).slice(0, MOST_TROUBLED));
  const shown = jobs.filter((job) => clean.has(job) || troubled.has(job));
  const hidden = jobs.length - shown.length;
  return [
    ...shown.map((job) => jobLines(job, content, style)),
    ...(hidden === 0 ? [] : [[`... and ${hidden} more ${hidden === 1 ? 'job' : 'jobs'} of ${jobs.length}`]]),
  ];
}

function jobLines(job: JobRecord, content: ReportContent, style: Style): string[] {
  const name = job.name === undefined ? '' : ` ${JSON.stringify(printable(job.name))}`;
  const what = job.id === undefined ? 'never created' : job.id;
  const shown = new Set<string>();
  const lines = STEPS.flatMap((step) => {
    const name = namesOf(job.way)[step];
    // A program that kept its refresh token needs no consent.
    const isNeedless = step === 'consent' && job.steps.consent.status === undefined;
    if (name === undefined || isNeedless) return [];
    return [
      stepLine(name, job.steps[step], detailOf(step, job, content), style),
      ...findingLines(job.steps[step].findings, content, style, shown),
    ];
  });
  // These calls have lines of their own, because their findings would seem to be those of the step above.
  const others = job.others.flatMap((call) => [
    stepLine(call.name, call, '', style),
    ...findingLines(call.findings, content, style, shown),
  ]);
  return [`Job${style.paint('strong', name)}, ${what}`, ...lines, ...others];
}

function stepLine(name: string, step: Step, detail: string, style: Style): string {
  const hasMistake = step.findings.some(({ isMistake }) => isMistake);
  const isMissing = step.status === undefined && !hasMistake;
  const mark = isMissing ? 'none' : !step.isDone ? 'bad' : hasMistake ? 'odd' : 'done';
  const color = ({ none: 'dim', bad: 'bad', odd: 'warning', done: 'good' } as const)[mark];
  const text = [String(step.status ?? 'not called'), detail].filter((part) => part !== '').join('  ');
  return `  ${style.paint(color, style.marks[mark])} ${printable(name).padEnd(13)}  ${text}`;
}

function detailOf(step: string, job: JobRecord, content: ReportInput): string {
  const { document, printed, isCancelled, isPrintFailed } = job;
  if (step === 'upload' && document !== undefined)
    return `${printable(document.name)}, ${document.sizeBytes} bytes`;
  if (step === 'execute' && isPrintFailed === true) return 'not printed, because on print failed';
  if (step === 'execute' && printed !== undefined && content.keepsDocuments) return printable(printed);
  return step === 'execute' && isCancelled ? 'cancelled' : '';
}

function looseParts(content: ReportContent, style: Style): string[] {
  const { loose } = content.summary;
  const hidden = loose.length - MOST_LOOSE;
  return [
    style.paint('strong', 'Calls that belong to no job'),
    ...loose.slice(0, MOST_LOOSE).flatMap((call) => looseLines(call, content, style)),
    ...(hidden > 0 ? [`  ... and ${hidden} more`] : []),
  ];
}

function looseLines(
  { method, target, status, findings, count }: LooseCall,
  content: ReportContent,
  style: Style,
): string[] {
  const isRefused = typeof status !== 'number' || status >= 400;
  const mark = isRefused ? 'bad' : findings.length > 0 ? 'odd' : 'done';
  const color = ({ bad: 'bad', odd: 'warning', done: 'good' } as const)[mark];
  // Findings have counts of their own.
  const times = count === 1 || findings.length > 0 ? '' : `, ${count} times`;
  const line = `  ${style.paint(color, style.marks[mark])} ${printable(`${method} ${target}`)}  ${status ?? 'no answer'}${times}`;
  return [line, ...findingLines(findings, content, style, new Set())];
}

function findingLines(
  findings: readonly Finding[],
  content: ReportContent,
  style: Style,
  shown: Set<string>,
): string[] {
  return findings.flatMap((finding) => {
    const { rule, hint, isMistake, curl } = finding;
    const count = content.counts.get(finding);
    if (count === undefined) return [];
    const kind = !isMistake ? ' (a remark)' : content.allowed.has(rule) ? ' (allowed)' : '';
    const times = count === 1 ? '' : `, ${count} times`;
    const head = `${style.paint(isMistake && kind === '' ? 'bad' : 'warning', rule)}${kind}${times}:`;
    // The head is measured without its colours.
    const [first = '', ...rest] = wrapped(
      `${'x'.repeat(rule.length + kind.length + times.length + 1)} ${printable(hint)}`,
      HINT,
      style.columns,
    );
    const lines = [
      HINT + head + first.slice(HINT.length + rule.length + kind.length + times.length + 1),
      ...rest,
    ];
    if (curl === undefined || shown.has(curl)) return lines;
    shown.add(curl);
    return [...lines, `${HINT}${style.paint('dim', 'Correct:')} ${printable(curl)}`];
  });
}

function nothingCame(summary: RunSummary, style: Style): string[] {
  const { sentence, reasons } = whyNothingCame(summary);
  return [
    ...wrapped(sentence, '', style.columns).map((line) => style.paint('warning', line)),
    ...reasons.flatMap((reason) => wrapped(reason, '    ', style.columns, '  - ')),
  ];
}

function verdict(content: ReportInput, style: Style): string[] {
  const { jobs, calls } = content.summary;
  const printed = jobs.filter(({ steps }) => steps.execute.isDone).length;
  const count =
    jobs.length === 0
      ? `No job was created; ${calls === 1 ? 'one call was' : `${calls} calls were`} answered`
      : `${printed} of ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'} executed`;
  const broken = brokenRules(content);
  if (broken.size === 0) return [`${count}; no rule was broken.`];
  const rules = [...broken]
    .map(([rule, times]) => (times === 1 ? rule : `${rule} (${times} times)`))
    .join(', ');
  const sentence = `${count}; ${broken.size === 1 ? 'one rule was' : `${broken.size} rules were`} broken: ${rules}.`;
  return [
    ...wrapped(sentence, '', style.columns).map((line) => style.paint('bad', line)),
    `${style.paint('strong', '/_mock/docs/rules')} of a running mock explains each rule; --allow RULE permits one.`,
  ];
}

import type { Data } from './results.js';
import { ratioOf, spreadOf, type Spread } from './statistics.js';

/** A figure that this project wants to reach, in the terms of a run. */
export interface Goal {
  readonly what: string;
  /** The measure, and who is compared with whom; without a base the figure itself counts. */
  readonly series: string;
  readonly who: string;
  readonly base?: string;
  /** The base's figure in another measure, where it is not the same. */
  readonly baseSeries?: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly unit?: string;
  /** The reason if it is missed: the finding of a profile, and the price of reaching it. */
  readonly why?: string;
}

/** A goal and its figure; no figure if one of the two was not measured. */
export interface Outcome {
  readonly goal: Goal;
  readonly figure?: Spread;
  readonly isMet?: boolean;
}

// Figures stand in the tables, which are written from the data of the run: a text here holds none that could go stale.
const WHY_CALLS =
  'In a profile of token and create calls, most of the time goes into the one write to the socket; then come collecting ' +
  'memory, because the journal holds what would be gone at once, and the line on the console (compare `mock --quiet`). To ' +
  'be cheaper, the journal or the console would have to go.';
const WHY_EXECUTE =
  'Bare Express answers and does nothing. Execute leads the job through its states and tells of it; documents are moved and ' +
  'removed off its path, but by the same process. But for that it costs what create does.';
const WHY_FLOW =
  'Upload and execute are the greater part of it: node:http writes the file, and the mock also takes its digest, counts its ' +
  'pages (see processor time per call).';

const WHY_SDK =
  'Calls of fetch by hand have no time limit, listen to no signal and check no answer. The profile of the SDK is flat: the ' +
  'abort signal and the timer of each request, the checks of options and answers, and the collection of what they leave. ' +
  'To be as fast, a request would have to be able to wait for ever.';
const WHY_IMPORT =
  'All modules of the client are loaded at once. Code that is loaded later could be gone by then, because the package may ' +
  'have been installed anew under a running program.';

const toNode = { who: 'mock', base: 'node:http' };
const toExpress = { who: 'mock', base: 'Express 5' };
const toPrism = { who: 'mock', base: 'Prism' };

export const GOALS: readonly Goal[] = [
  { what: 'Start-up to the first 200', series: 'startup', ...toNode, atMost: 2.5 },
  { what: 'Start-up with TLS', series: 'startup-tls', who: 'mock --tls', base: 'node:https', atMost: 5 },
  {
    what: 'Start-up with 10,000 jobs kept',
    series: 'startup-kept-10000',
    who: 'mock',
    atMost: 1000,
    unit: 'ms',
  },
  ...['token', 'create'].flatMap((step): Goal[] => [
    { what: `Calls per second: ${step}`, series: `${step}-rate`, ...toExpress, atLeast: 1, why: WHY_CALLS },
    { what: `Calls per second: ${step}`, series: `${step}-rate`, ...toPrism, atLeast: 3 },
  ]),
  {
    what: 'Calls per second: execute',
    series: 'execute-rate',
    ...toExpress,
    atLeast: 1,
    why: WHY_EXECUTE,
  },
  ...['refresh-v2', 'create-v2', 'execute-v2'].map((step): Goal => ({
    what: `Calls per second: ${step}`,
    series: `${step}-rate`,
    ...toExpress,
    atLeast: 1,
    why: step === 'execute-v2' ? WHY_EXECUTE : WHY_CALLS,
  })),
  ...['token', 'create', 'execute'].map((step): Goal => ({
    what: `Processor time per call: ${step}`,
    series: `${step}-cpu`,
    ...toExpress,
    atMost: 1.1,
    why: step === 'execute' ? WHY_EXECUTE : WHY_CALLS,
  })),
  { what: 'Clients at their full limit', series: 'full-limit', who: 'mock', atLeast: 1000, unit: 'clients' },
  { what: 'The four steps, median', series: 'flow', ...toNode, atMost: 1.6, why: WHY_FLOW },
  { what: 'Memory, idle', series: 'memory-idle', ...toNode, atMost: 1.6 },
  { what: 'Memory after 50,000 calls', series: 'memory-50000', ...toNode, atMost: 3.5 },
  {
    what: 'Memory after 200,000 calls',
    series: 'memory-200000',
    who: 'mock',
    base: 'mock',
    baseSeries: 'memory-100000',
    atMost: 1.05,
  },
  ...[100, 500].flatMap((size): Goal[] => [
    { what: `Upload of ${size} MiB, time`, series: `upload-${size}-time`, ...toNode, atMost: 1.25 },
    {
      what: `Upload of ${size} MiB, growth of memory`,
      series: `upload-${size}-memory`,
      ...toNode,
      atMost: 1.25,
    },
  ]),
  { what: 'Installed size', series: 'size', who: 'mock', atMost: 25, unit: 'MiB' },
  {
    what: 'SDK: prints per second',
    series: 'sdk-rate',
    who: 'sdk',
    base: 'fetch',
    atLeast: 0.95,
    why: WHY_SDK,
  },
  {
    what: 'SDK: prints per second, version 2',
    series: 'sdk-rate-v2',
    who: 'sdk, version 2',
    base: 'fetch, version 2',
    atLeast: 0.95,
    why: WHY_SDK,
  },
  {
    what: 'SDK: memory, a document of 500 MB',
    series: 'sdk-memory-500',
    who: 'sdk',
    base: 'epson-connect-js',
    atMost: 0.25,
  },
  {
    what: 'Fleet on Redis: 8 workers beside one',
    series: 'fleet-rate',
    who: '8 workers, Redis',
    base: '1 worker, Redis',
    atLeast: 6,
  },
  {
    what: 'Fleet on Redis: round trips for a document',
    series: 'fleet-trips',
    who: '8 workers, Redis',
    atMost: 5,
    unit: 'trips',
  },
  { what: 'SDK: import', series: 'sdk-import', who: 'sdk', atMost: 30, unit: 'ms', why: WHY_IMPORT },
  { what: 'SDK: bundle', series: 'sdk-bundle', who: 'sdk', atMost: 20, unit: 'kB' },
  { what: 'SDK: bundle', series: 'sdk-bundle', who: 'sdk', base: 'epson-connect-js', atMost: 0.25 },
];

/** Judges each goal by what a run has measured. */
export function judge(data: Data, goals: readonly Goal[] = GOALS): Outcome[] {
  return goals.map((goal) => {
    const values = data.series[goal.series]?.values[goal.who];
    const base =
      goal.base === undefined ? undefined : data.series[goal.baseSeries ?? goal.series]?.values[goal.base];
    if (values === undefined || (goal.base !== undefined && base === undefined)) return { goal };
    const figure = base === undefined ? spreadOf(values) : ratioOf(values, base);
    const { atMost = Number.POSITIVE_INFINITY, atLeast = 0 } = goal;
    return { goal, figure, isMet: figure.median <= atMost && figure.median >= atLeast };
  });
}

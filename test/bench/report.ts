import { chart } from './chart.js';
import { judge, type Outcome } from './goals.js';
import type { Data, Series } from './results.js';
import { ratioOf, spreadOf, type Spread } from './statistics.js';

/** The machine and the date of a run. */
export interface Setting {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly isQuick: boolean;
  readonly tookS: number;
}

/** The raw data of a report, as they are kept. */
export interface Report extends Data {
  readonly setting: Setting;
}

/** A report as files: the page, a chart for each curve, and the raw data. */
export function reportFiles(data: Data, setting: Setting): Map<string, string> {
  const files = new Map([
    ['README.md', page(data, setting)],
    ['data.json', `${JSON.stringify({ setting, ...data }, null, 1)}\n`],
  ]);
  for (const [id, curve] of Object.entries(data.curves)) files.set(`${id}.svg`, chart(curve));
  return files;
}

function page(data: Data, setting: Setting): string {
  return [
    '# Measured',
    '',
    'Written by `npm run bench`, which measures everything in one run on one machine.',
    '',
    ...settingLines(setting),
    '',
    '## What it is to reach',
    '',
    ...goalLines(judge(data)),
    '',
    ...whyLines(judge(data)),
    ...Object.entries(data.series).flatMap(([, series]) => [...seriesLines(series), '']),
    ...curveLines(data),
    ...(data.missing.length === 0
      ? []
      : ['## Not measured', '', ...data.missing.map(({ what, why }) => `- ${what}: ${why}`), '']),
    ...METHOD,
    '',
  ].join('\n');
}

function settingLines({ date, machine, node, versions, isQuick, tookS }: Setting): string[] {
  const others = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `- ${date}, ${machine}, Node ${node}${isQuick ? ', in the short form (`--quick`): few rounds' : ''}; ${Math.round(tookS / 60)} minutes`,
    `- beside ${others.join(', ')}`,
  ];
}

/** The goals as a table, for the page and for the terminal. */
export function goalLines(outcomes: readonly Outcome[]): string[] {
  return table(
    ['', 'beside', 'asked', 'measured', 'least to most', ''],
    outcomes.map(({ goal, figure, isMet }) => {
      const isRatio = goal.base !== undefined;
      const unit = isRatio ? '×' : (goal.unit ?? '');
      const asked = goal.atMost === undefined ? `≥ ${goal.atLeast} ${unit}` : `≤ ${goal.atMost} ${unit}`;
      const base = goal.baseSeries === undefined ? (goal.base ?? '') : `after 100,000`;
      if (figure === undefined) return [goal.what, base, asked.trim(), 'not measured', '', ''];
      const verdict = isMet === true ? 'reached' : '**missed**';
      return [goal.what, base, asked.trim(), `${show(figure.median)} ${unit}`.trim(), range(figure), verdict];
    }),
  );
}

/** Returns the known causes of the goals that were missed, each of them once. */
function whyLines(outcomes: readonly Outcome[]): string[] {
  const causes = new Map<string, string[]>();
  for (const { goal, isMet } of outcomes) {
    if (isMet !== false || goal.why === undefined) continue;
    causes.set(goal.why, [...(causes.get(goal.why) ?? []), goal.what]);
  }
  return [...causes].flatMap(([why, goals]) => [`- ${[...new Set(goals)].join('; ')}. ${why}`, '']);
}

function seriesLines({ title, unit, base, values }: Series): string[] {
  const based = values[base];
  const rows = Object.entries(values).map(([who, rounds]) => {
    const spread = spreadOf(rounds);
    const ratio = based === undefined ? '' : show(ratioOf(rounds, based).median);
    return [who, show(spread.median), range(spread), ratio, String(rounds.length)];
  });
  const head = ['', unit === '' ? 'median' : `median, ${unit}`, 'least to most', `× ${base}`, 'rounds'];
  return [`### ${title}`, '', ...table(head, rows)];
}

function curveLines({ curves }: Data): string[] {
  const drawn = Object.entries(curves).flatMap(([id, { title, x, points }]) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const growth = spreadOf(last.values).median / spreadOf(first.values).median;
    const from = `${first.x.toLocaleString('en')} to ${last.x.toLocaleString('en')} ${x}`;
    return [`![${title}](${id}.svg)`, '', `From ${from}: × ${show(growth)}.`, ''];
  });
  return drawn.length === 0 ? [] : ['## As it grows', '', ...drawn];
}

const METHOD = [
  '## How',
  '',
  'Everything that is compared takes turns in each round, forth and back. A ratio is that of the same round; the tables',
  'give the median of the rounds with the least and the most. Each server is a process of its own, reached over the',
  'loopback interface. `node:http` and `Express 5` are programs of a page (`servers/`) that answer the same members and as',
  'many bytes as the mock; Express has its own body parsers. `mock` is the build, started by its command: journal and',
  'validation on, each call on the console, without a limit on calls, jobs done at once. Prism and Mockoon are given',
  'the description of this repository.',
  '',
  '- _Start-up_: from the start of the process until a token call, tried every millisecond or so, is answered with 200.',
  '- _Calls_: autocannon, ten connections. Processor time is that of all threads of the server and its children, as Linux',
  '  counts it. Jobs that are executed were created and given their file before, 900 at a time.',
  '- _Clients at their full limit_: 100 clients make the calls of their minute at once, on ten connections with the limit on: 50',
  '  prints each, of which create and execute count. A mock that needs a tenth of a minute for that serves ten times as many.',
  '- _The four steps_: one new connection that is kept, one print after the other, with a small document.',
  '- _Memory_: resident set of the process and its children; for uploads the most there ever was, less what there was before.',
  '  Half of the calls ask for a token and half create a job.',
  '- _Upload_, and the start with jobs in the data folder: a stream of the given length into a process of its own, kept on',
  '  disk. All other files are in memory (`/dev/shm`): what a disk takes for a new one depends on where it puts the folder.',
  '- _Installed size_: what npm installs of the packed mock; for the others their package and all that it depends on.',
  '- _MSW_ answers within the process that calls, so it is compared by what a program that calls by fetch gets.',
  '- _Clients_: processes of their own on the same mock. `fetch` and `axios` are written by hand, four calls each; `axios`',
  '  sends a stream; `epson-connect-js` takes its base URL as the last argument of its constructor. The SDK is told to keep no',
  '  pace (`callsPerMinute`), as the others keep none and the mock is started without a limit.',
  '- _As it grows_: processor time of the mock per call, medians of five loads of 1,500 calls.',
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)];
}

/** Three figures of a number, no more. */
export function show(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return Number(value.toFixed(digits)).toLocaleString('en', { maximumFractionDigits: 3 });
}

const range = ({ least, most }: Spread) => `${show(least)}–${show(most)}`;

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GOALS, judge } from './goals.js';
import { goalLines, reportFiles, show, type Report } from './report.js';
import { Results } from './results.js';

const setting = {
  date: '2026-01-02',
  machine: 'some machine',
  node: 'v20.0.0',
  versions: { express: '5.0.0' },
  isQuick: false,
  tookS: 600,
};

function results(): Results {
  const found = new Results();
  const startup = found.measure('startup', { title: 'Start-up', unit: 'ms', base: 'node:http' });
  for (const [node, mock] of [
    [10, 20],
    [20, 80],
    [10, 25],
  ] as const) {
    startup('node:http', node);
    startup('mock', mock);
  }
  found.follow('jobs', { title: 'Jobs', x: 'jobs', y: 'time, ms' })(10, 1);
  found.miss('Prism', new Error('it did not start\nat line 1'));
  return found;
}

const goal = { what: 'Start-up', series: 'startup', who: 'mock', base: 'node:http' };

describe('a goal', () => {
  it.each([
    [{ ...goal, atMost: 3 }, true],
    [{ ...goal, atMost: 2 }, false],
    [{ ...goal, atLeast: 2.6 }, false],
    [{ what: 'Start-up', series: 'startup', who: 'mock', atMost: 25 }, true],
  ])('%o is judged by the median of its rounds', (given, isMet) => {
    expect(judge(results(), [given])[0]).toMatchObject({ isMet });
  });

  it('that was not measured is neither reached nor missed', () => {
    const [outcome] = judge(results(), [{ ...goal, who: 'nobody', atMost: 1 }]);
    expect(outcome).not.toHaveProperty('isMet');
    expect(goalLines([outcome!]).at(-1)).toContain('not measured');
  });
});

describe('a report', () => {
  it('is a page, a chart for each curve, and the raw data', () => {
    const files = reportFiles(results(), setting);
    expect([...files.keys()]).toEqual(['README.md', 'data.json', 'jobs.svg']);
    expect(JSON.parse(files.get('data.json') ?? '')).toMatchObject({
      setting,
      series: { startup: { values: { mock: [20, 80, 25] } } },
    });
  });

  it('says the machine, the versions, the median, the spread and the ratio', () => {
    const page = reportFiles(results(), setting).get('README.md');
    expect(page).toContain('2026-01-02, some machine, Node v20.0.0; 10 minutes');
    expect(page).toContain('beside express 5.0.0');
    expect(page).toContain('| mock | 25 | 20–80 | 2.5 | 3 |');
  });

  it('says why a goal was missed', () => {
    const missing = results();
    missing.measure('token-cpu', { title: 'Time', unit: 'µs', base: 'node:http' })('mock', 50);
    missing.measure('token-cpu', { title: 'Time', unit: 'µs', base: 'node:http' })('Express 5', 10);
    const page = reportFiles(missing, setting).get('README.md');
    expect(page).toContain('- Processor time per call: token. In a profile');
  });

  it('says in one line why something was not measured', () => {
    expect(reportFiles(results(), setting).get('README.md')).toContain('- Prism: it did not start\n');
  });

  it.each([
    [1234.5, '1,235'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.01234, '0.012'],
  ])('shows %d as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});

describe('the report of this repository', () => {
  const folder = new URL('report/', import.meta.url);
  const { setting: ofRun, ...data } = JSON.parse(
    readFileSync(new URL('data.json', folder), 'utf8'),
  ) as Report;

  it('is what its data give: no figure in it was written by hand', () => {
    const files = reportFiles(data, ofRun);
    expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(readFileSync(new URL(name, folder), 'utf8')).toBe(text);
  });

  it('gives causes without figures, which no run would renew', () => {
    for (const { why = '' } of GOALS) expect(why).not.toMatch(/\d/);
  });
});

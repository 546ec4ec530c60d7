import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/processes/programs.js';
import { find } from './found.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'test/node_modules/vitest/vitest.mjs');

/** Folders that do not depend on the version of Node: they test other languages, the repository, or a browser. */
const ELSEWHERE = ['stacks', 'guards', 'run', 'listen', 'browser'].map((room) => `--exclude=test/${room}/**`);

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

describe.each(await find('Node 22', 'Node 24'))(
  'the tests of this repository, on $name',
  ({ name, ...node }) => {
    it.skipIf(node.isMissing)('pass', async () => {
      const report = join(root, `test/report/vitest.${name.toLowerCase().replace(' ', '-')}.json`);
      const args = ['run', '--config', 'test/vitest.config.ts', '--reporter=json', `--outputFile=${report}`];
      const env = {
        ...process.env,
        PATH: `${dirname(node.command)}${delimiter}${process.env['PATH'] ?? ''}`,
      };
      const { code, output } = await runProgram(node.command, [vitest, ...args, ...ELSEWHERE], {
        cwd: root,
        env,
      });
      const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
      const failed = testResults.flatMap((file) => {
        const tests = file.assertionResults.filter(({ status }) => status === 'failed');
        if (tests.length === 0 && file.status === 'failed') return [`${file.name}: ${file.message}`];
        return tests.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]}`);
      });
      expect(failed, output.slice(-2000)).toEqual([]);
      expect(numPassedTests).toBeGreaterThan(1000);
      expect(code).toBe(0);
    });
  },
);

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { program, sample, watch } from './watched.js';

const PROGRAMS: readonly [title: string, job: string, interpreter: string, ...args: string[]][] = [
  ['curl', 'by curl', 'sh', program('job.sh'), sample],
  ["Node's fetch", 'by fetch', 'node', program('job.mjs'), sample, 'fetch'],
  ["Node's https module", 'by https', 'node', program('job.mjs'), sample, 'https'],
  ["Python's urllib", 'by urllib', 'python3', program('job.py'), sample],
  ["PHP's streams", 'by streams', 'php', program('job.php'), sample, 'streams'],
  ["PHP's libcurl", 'by libcurl', 'php', program('job.php'), sample, 'libcurl'],
  ["Ruby's net/http", 'by net/http', 'ruby', program('job.rb'), sample],
  ["Java's two clients", 'by java', 'java', program('Job.java'), sample],
];

/** Commands that check the needs of a program beside its interpreter. */
const NEEDED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  sh: ['curl', '--version'],
  java: ['javac', '--version'],
  php: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
};

const missing = new Set(
  [...new Set(PROGRAMS.map(([, , interpreter]) => interpreter))].filter((interpreter) => {
    const [command, ...args] = NEEDED[interpreter] ?? [interpreter, '--version'];
    return spawnSync(command, args).status !== 0;
  }),
);

let running: ReturnType<typeof watch> | undefined;

/** One shell that runs all of them behind one mock, each as it is. */
function runAll(): ReturnType<typeof watch> {
  const lines = PROGRAMS.filter(([, , interpreter]) => !missing.has(interpreter)).map(
    ([, job, ...command]) => `echo "${job}: $(${command.map((word) => `'${word}'`).join(' ')})"`,
  );
  return (running ??= watch(['sh', '-c', lines.join('\n')]));
}

describe("a program with the host's name in it, run behind the mock", () => {
  for (const [title, job, interpreter] of PROGRAMS) {
    if (missing.has(interpreter))
      process.stderr.write(`skipped: run with ${title} (${interpreter} or what it needs is not here)\n`);

    it.skipIf(missing.has(interpreter))(`prints by ${title} as it is`, async () => {
      const { code, stdout, stderr } = await runAll();
      const steps = stderr.split(`\nJob "${job}", `)[1] ?? stderr;
      expect(steps).toMatch(
        /^[0-9a-f]{32}\n {2}ok {3}authenticate {3}200\n(?: {9}.*\n)* {2}ok {3}print setting {2}201\n {2}ok {3}upload {9}200 {2}1\.pdf, \d+ bytes\n {2}ok {3}execute {8}200\n/,
      );
      expect(stdout).toContain(`${job}: {}\n`);
      expect(code, stderr).toBe(0);
    });
  }
});

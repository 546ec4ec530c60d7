import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Exchange } from 'epson-connect-mock';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { builtCommand } from '../support/mock/built-command.js';
import { findStacks, fivePages, plainEnvironment, programOf } from './print-with.js';
import { digest, fourSteps, theJob, trafficOf } from './seen.js';

/** Runs `epson-connect-mock run`, with a folder for its CA and what it prints. */
async function runUnmodified(folder: string, words: readonly string[]) {
  const folders = ['--ca-dir', join(folder, 'ca'), '--data-dir', join(folder, 'data')];
  const flags = ['run', '--json', '--pace', 'instant', ...folders];
  const child = spawn(process.execPath, [builtCommand(), ...flags, '--', ...words], {
    env: plainEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  return { code, stdout, stderr, exchanges: lines.map((line) => JSON.parse(line) as Exchange) };
}

describe('epson-connect-mock run', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const stack of findStacks('printing by epson-connect-mock run')) {
    const told = stack.warnings === undefined ? 'says nothing of it' : 'remarks what is odd about it';
    it.skipIf(stack.runner === undefined)(`lets ${stack.name} print unmodified, and ${told}`, async () => {
      const words = [...(stack.runner ?? []), programOf(stack), fivePages];
      const { code, stdout, stderr, exchanges } = await runUnmodified(folder, words);
      expect(trafficOf(exchanges), stderr).toEqual(fourSteps(stack));
      expect(stdout).toBe(`printed as job ${exchanges.at(-1)?.jobId}\n`);
      expect(code).toBe(0);
      const [tray = '', ...others] = await readdir(join(folder, 'data', 'printed'));
      expect(others).toEqual([]);
      const printed = (name: string) => join(folder, 'data', 'printed', tray, name);
      expect(JSON.parse(await readFile(printed('job.json'), 'utf8'))).toMatchObject(theJob(stack));
      expect(await digest(printed('1.pdf'))).toBe(await digest(fivePages));
    });
  }
});

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Exchange, MockCredentials, RunningMockHost } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';
import { runProgram, type ProgramResult } from '../support/programs.js';
import { STACKS, type Stack } from './stacks.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const programs = join(here, 'programs');

/** Five pages with text, drawings and fonts. */
export const fivePages = fileURLToPath(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

/** A stack as it is found here; without a runner it cannot be tried. */
export interface FoundStack extends Stack {
  readonly runner: readonly [command: string, ...args: string[]] | undefined;
}

/** All stacks; of each that is missing here, it is told why. */
export function findStacks(what: string): FoundStack[] {
  return STACKS.map((stack) => {
    const runner = stack.runners.find(([command]) => canRun(command, stack.probe));
    const sought = stack.runners.map(([command]) => command).join(' and no ');
    const why = `there is no ${sought} here that has what it needs`;
    if (runner === undefined) process.stderr.write(`skipped: ${what} with ${stack.name} (${why})\n`);
    return { ...stack, runner };
  });
}

const asked = new Map<string, boolean>();

function canRun(command: string, probe: readonly string[]): boolean {
  const question = JSON.stringify([command, probe]);
  const known = asked.get(question) ?? spawnSync(command, probe, { stdio: 'ignore' }).status === 0;
  asked.set(question, known);
  return known;
}

/** The variables that the programs read. */
export const variablesOf = (credentials: MockCredentials) => ({
  EPSON_CONNECT_API_CLIENT_ID: credentials.clientId,
  EPSON_CONNECT_API_CLIENT_SECRET: credentials.clientSecret,
  EPSON_CONNECT_API_PRINTER_EMAIL: credentials.printerEmail,
});

/** The program with another origin in its source: what a person changes who points it at the mock by hand. */
export async function programFor(stack: Stack, url: string): Promise<string> {
  const { protocol, host } = new URL(url);
  const source = await readFile(join(programs, stack.program), 'utf8');
  // Below this package, so that programs in JavaScript find their packages.
  const folder = await mkdtemp(join(here, '.copy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const copy = join(folder, basename(stack.program));
  const moved = source.replaceAll('https://', `${protocol}//`).replaceAll('api.epsonconnect.com', host);
  await writeFile(copy, moved);
  return copy;
}

/** Prints the file with a stack, on the origin that its program is given. */
export async function printWith(
  stack: FoundStack,
  url: string,
  credentials: MockCredentials,
  file = fivePages,
  env: NodeJS.ProcessEnv = {},
): Promise<ProgramResult> {
  if (stack.runner === undefined) throw new Error(`nothing runs ${stack.program} here`);
  const [command, ...args] = stack.runner;
  return runProgram(command, [...args, await programFor(stack, url), file], {
    env: { ...process.env, ...variablesOf(credentials), ...env },
  });
}

/** What a host has seen, in the shape that `printedOnce` expects. */
export async function seenBy(host: RunningMockHost, exchanges: readonly Exchange[]) {
  const jobs = host.control.jobs();
  const path = jobs[0]?.document?.path;
  return {
    steps: exchanges.map(({ operation, outcome }) => `${operation ?? 'unknown'} ${outcome?.status}`),
    broken: exchanges.flatMap(({ refusal }) => refusal?.rule ?? []),
    warnings: exchanges.flatMap(({ warnings }) => warnings.map(({ rule }): string => rule)),
    jobs: jobs.map(({ job_name, print_mode, print_setting, status, total_pages, document }) => ({
      ...{ job_name, print_mode, print_setting, status, total_pages },
      name: document?.name,
    })),
    document: path === undefined ? undefined : await readFile(path),
  };
}

/** The whole of what a host has to have seen when a program printed five pages twice, and nothing else. */
export const printedOnce = (stack: Stack, document: Buffer) => ({
  steps: ['authenticate 200', 'createPrintJob 201', 'uploadPrintFile 200', 'executePrint 200'],
  broken: [],
  warnings: stack.warnings ?? [],
  jobs: [
    {
      job_name: 'Invoice 17 – Müller',
      print_mode: 'document',
      print_setting: { ...PRINT_SETTING, ...stack.adds },
      status: 'completed',
      total_pages: 10,
      name: '1.pdf',
    },
  ],
  document,
});

const PRINT_SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'mono',
  copies: 2,
};

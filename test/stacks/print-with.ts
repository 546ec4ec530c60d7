import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MockCredentials } from 'epson-connect-mock';
import { runProgram, type ProgramResult } from '../support/processes/programs.js';
import { STACKS, type Program, type Stack } from './stacks.js';
import type { Given } from './trust.js';
import { newFolder } from '../support/folder.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const programs = join(here, 'programs');

/** Five pages with text, drawings and fonts. */
export const fivePages = fileURLToPath(new URL('../demo/epson-connect-in-four-steps.pdf', import.meta.url));

/** A program as it is found here; without a runner it cannot be tried. */
export type Found<P extends Program> = P & {
  readonly runner: readonly [command: string, ...args: string[]] | undefined;
};

export type FoundStack = Found<Stack>;

/** All stacks; of each that is missing here, it is told why. */
export const findStacks = (what: string) => findRunners(what, STACKS);

/** Finds what runs each of some programs; of each that is missing here, it is told why. */
export function findRunners<P extends Program>(what: string, all: readonly P[]): Found<P>[] {
  return all.map((stack) => {
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
export async function programFor(stack: Program, url: string): Promise<string> {
  const { protocol, host } = new URL(url);
  const source = await readFile(join(programs, stack.program), 'utf8');
  // Below this package, so that programs in JavaScript find their packages.
  const folder = newFolder(join(here, '.copy-'));
  const copy = join(folder, basename(stack.program));
  const moved = source
    .replaceAll('https://', `${protocol}//`)
    .replaceAll(/\b(?:api|auth)\.epsonconnect\.com/g, host);
  await writeFile(copy, moved);
  return copy;
}

/** The host of a program, and the settings that lead it there. */
export interface Place extends Given {
  readonly url: string;
  readonly credentials: MockCredentials;
}

/** Runs the program of a stack as its user would, who has pointed it at a place. */
export async function printWith(stack: FoundStack, place: Place, file = fivePages): Promise<ProgramResult> {
  if (stack.runner === undefined) throw new Error(`nothing runs ${stack.program} here`);
  const [command, ...args] = stack.runner;
  // The options of an interpreter stand before a command of its own, such as that of `go run`.
  const words = [...(place.args ?? []), ...args, await programFor(stack, place.url), file];
  return runProgram(command, words, {
    env: { ...plainEnvironment, ...variablesOf(place.credentials), ...place.env },
  });
}

/** The program as it is, which prints on Epson's host. */
export const programOf = ({ program }: Stack) => join(programs, program);

/** The environment without what leads programs elsewhere on this machine, or makes them trust others. */
export const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/_proxy$|^EPSON_|^(?:NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|\w+_CA_BUNDLE|JAVA_TOOL_OPTIONS)$/i.test(
        name,
      ),
  ),
);

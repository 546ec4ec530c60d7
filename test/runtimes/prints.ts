import { createHash } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type Exchange, type MockHost, type StartOptions } from 'epson-connect-mock';
import { environment, environmentV2 } from '../support/sdk/cli.js';
import type { Project } from '../support/sdk/packed.js';
import { runProgram } from '../support/processes/programs.js';
import { expect } from 'vitest';

const programs = fileURLToPath(new URL('programs', import.meta.url));

/** The document that the programs print, in every form that they know. */
const PAGES = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj';
const PAGE = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj';
export const DOCUMENT = `%PDF-1.4\n${PAGES} ${PAGE}\n%${'x'.repeat(300_000)}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`;
const sha256 = createHash('sha256').update(DOCUMENT).digest('hex');

const KINDS = [
  'bytes',
  'blob',
  'file',
  'stream with its size',
  'stream that opens again',
  'stream without its size',
];

/** The record of a program that prints. */
export interface Seen {
  /** The parsed JSON that it wrote, or its whole output if that is not JSON. */
  readonly told: unknown;
  /** Each job that the host printed, and how its document came. */
  readonly printed: unknown;
}

/** The versions of the API, and how the programs are told which. */
export type Version = '1' | '2';

/** Returns the record of a program that prints every document once and reports each outcome. */
export function allOf(version: Version, more: readonly string[] = []): Seen {
  const kinds = [...KINDS, ...more];
  const outcome = { id: expect.any(String), status: 'completed', sentBytes: DOCUMENT.length };
  return {
    told: {
      outcomes: Object.fromEntries(kinds.map((kind) => [kind, outcome])),
      errors: [
        [true, 'SettingError', 'invalid_setting'],
        [true, 'NotFoundError', 'job_not_found'],
      ],
      hint: expect.stringContaining('job-unknown'),
      ...(version === '2' && { schedule: 'reserved' }),
    },
    printed: kinds.map((job_name) => ({ job_name, sha256, length: String(DOCUMENT.length), chunked: false })),
  };
}

/** A project whose programs are at hand, and a file for them to print. */
export function withPrograms(project: Project): Project & { readonly file: string } {
  cpSync(programs, project.folder, { recursive: true });
  const file = join(project.folder, 'invoice.pdf');
  writeFileSync(file, DOCUMENT);
  return { ...project, file };
}

/** Runs a program of the project on a host of its own. `args` may depend on where that is. */
export async function seenOf(
  project: Project,
  version: Version,
  command: string,
  args: (at: { host: string; options: string }) => readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Seen> {
  const watched = printedOn();
  await using host = await startMockHost(watched.options);
  const credentials = version === '2' ? host.credentialsV2 : host.credentials;
  const options = JSON.stringify({ ...credentials, baseUrl: host.url });
  const { output } = await runProgram(command, args({ host: new URL(host.url).host, options }), {
    cwd: project.folder,
    env: { ...env, ...(version === '2' ? environmentV2(host) : environment(host)) },
  });
  return { told: parsed(output), printed: watched.printed(host) };
}

/** Options of a host that is to be watched, and what it has printed. */
export function printedOn() {
  const uploads = new Map<string | undefined, Exchange>();
  const options: StartOptions = {
    pace: 'instant',
    consent: 'auto',
    onExchange: (exchange) => {
      if (exchange.operation === 'uploadPrintFile') uploads.set(exchange.jobId, exchange);
    },
  };
  const printed = ({ control }: MockHost) =>
    control
      .jobs()
      .filter(({ scheduled_at }) => scheduled_at === null)
      .map((job) => uploadOf(job, uploads.get(job.id)));
  return { options, printed };
}

function uploadOf({ job_name, executed_at }: { job_name: string; executed_at: unknown }, upload?: Exchange) {
  if (executed_at === null) return `${job_name} was not executed`;
  const headers = new Map(upload?.requestHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    job_name,
    sha256: upload?.documentSha256,
    length: headers.get('content-length'),
    chunked: headers.has('transfer-encoding'),
  };
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}

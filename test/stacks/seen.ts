import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EntryView, Exchange, JobView } from 'epson-connect-mock';
import type { Stack } from './stacks.js';

/** Returns the records of a host since its reset, by its control API. */
export async function seenBy({ url }: { readonly url: string }) {
  const { jobs } = await ask<{ jobs: JobView[] }>(`${url}/_mock/api/jobs`);
  const { entries } = await ask<{ entries: EntryView[] }>(`${url}/_mock/api/journal`);
  const path = jobs[0]?.document?.path;
  return {
    printed: {
      traffic: {
        steps: entries.map(({ operation, response }) => `${operation ?? 'unknown'} ${response.status}`),
        broken: entries.flatMap(({ rule }) => rule ?? []),
        warnings: entries.flatMap(({ warnings }) => warnings.map(({ rule }): string => rule)),
      },
      jobs: jobs.map(({ job_name, print_mode, print_setting, total_pages, status, document }) => ({
        job: { job_name, print_mode, print_setting },
        ...{ total_pages, status, name: document?.name },
      })),
      document: path === undefined ? undefined : await digest(path),
    },
    /** The output of a program that has printed the job. */
    said: `printed as job ${jobs[0]?.id}\n`,
    entries,
  };
}

/** The whole of what a program prints that is given the five pages, whatever their size, and nothing else. */
export async function printedOnce(stack: Stack, file: string) {
  return {
    traffic: fourSteps(stack),
    // Five, twice.
    jobs: [{ job: theJob(stack), total_pages: 10, status: 'completed', name: '1.pdf' }],
    document: await digest(file),
  };
}

/** The same as `traffic`, of exchanges that a host has told of; what a proxy is asked for is none of the four steps. */
export const trafficOf = (exchanges: readonly Exchange[]) => ({
  steps: exchanges
    .filter(isCall)
    .map(({ operation, outcome }) => `${operation ?? 'unknown'} ${outcome?.status}`),
  broken: exchanges.flatMap(({ refusal }) => refusal?.rule ?? []),
  warnings: exchanges.flatMap(({ warnings }) => warnings.map(({ rule }): string => rule)),
});

const isCall = ({ method }: Exchange): boolean => method !== 'CONNECT';

export const fourSteps = ({ warnings = [] }: Stack) => ({
  steps: ['authenticate 200', 'createPrintJob 201', 'uploadPrintFile 200', 'executePrint 200'],
  broken: [],
  warnings,
});

/** The job of every program in `programs/`. */
export const theJob = ({ adds }: Stack) => ({
  job_name: 'Invoice 17 – Müller',
  print_mode: 'document',
  print_setting: {
    ...{ media_size: 'ms_a4', media_type: 'mt_plainpaper', borderless: false },
    ...{ print_quality: 'normal', source: 'auto', color_mode: 'mono', copies: 2, ...adds },
  },
});

/** Stands for the bytes of a file. */
export async function digest(path: string): Promise<string> {
  const bytes = await readFile(path);
  return createHash('sha256').update(bytes).digest('hex');
}

/** Makes a host forget what it has seen. */
export async function reset({ url }: { readonly url: string }): Promise<void> {
  await ask(`${url}/_mock/api/reset`, 'POST');
}

async function ask<T>(url: string, method = 'GET'): Promise<T> {
  const answer = await fetch(url, { method });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

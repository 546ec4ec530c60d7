import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EntryView, JobView } from 'epson-connect-mock';
import type { Stack } from './stacks.js';

/** What a host has seen, by its control API, of everything since it was reset. */
export async function seenBy({ url }: { readonly url: string }) {
  const { jobs } = await ask<{ jobs: JobView[] }>(`${url}/_mock/api/jobs`);
  const { entries } = await ask<{ entries: EntryView[] }>(`${url}/_mock/api/journal`);
  const path = jobs[0]?.document?.path;
  return {
    printed: {
      steps: entries.map(({ operation, response }) => `${operation ?? 'unknown'} ${response.status}`),
      broken: entries.flatMap(({ rule }) => rule ?? []),
      warnings: entries.flatMap(({ warnings }) => warnings.map(({ rule }): string => rule)),
      jobs: jobs.map(({ job_name, print_mode, print_setting, status, total_pages, document }) => ({
        ...{ job_name, print_mode, print_setting, status, total_pages },
        name: document?.name,
      })),
      document: path === undefined ? undefined : await digest(path),
    },
    /** What a program says that has printed the job. */
    said: `printed as job ${jobs[0]?.id}\n`,
    entries,
  };
}

/** The whole of what has to be printed by a program that is given the five pages, whatever their size, and nothing else. */
export const printedOnce = (stack: Stack, document: string) => ({
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

/** Stands for the bytes of a file. */
export async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
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

import { readFile } from 'node:fs/promises';
import type { Exchange, RunningMockHost } from 'epson-connect-mock';
import type { Stack } from './stacks.js';

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

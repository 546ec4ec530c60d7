import type { EpsonConnectV2, JobInformation } from '../../v2/index.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-code.js';
import { checkJob } from '../job-commands.js';
import { plainText } from '../plain-text.js';

/** Returns the status of a job for people. */
function jobText({ jobId, jobName, status, totalPages, startedAt, updatedAt }: JobInformation): string {
  const lines = [`job ${plainText(jobId)}: ${plainText(status)}`];
  if (jobName) lines.push(`  name     ${plainText(jobName)}`);
  if (totalPages > 0) lines.push(`  pages    ${totalPages}`);
  if (startedAt) lines.push(`  started  ${startedAt.toISOString()}`);
  if (updatedAt) lines.push(`  updated  ${updatedAt.toISOString()}`);
  return lines.join('\n');
}

export const status: Command<EpsonConnectV2> = {
  usage: 'JOB',
  summary: 'Show the status of a job; the host knows jobs from their creation on, for three days',
  examples: ['epson-connect status 0123456789abcdef', 'epson-connect status "$JOB" --json'],
  words: [1, 1],
  check: ({ words }) => checkJob(words),
  async run({ epson, terminal, words: [id = ''], interrupt: { signal } }) {
    const information = await epson.jobs.get(id, { signal });
    terminal.result({ command: 'status', outcome: 'ok', information }, jobText(information));
    return EXIT.ok;
  },
};

export const cancel: Command<EpsonConnectV2> = {
  usage: 'JOB',
  summary: 'Cancel a job, which is possible until it prints',
  examples: ['epson-connect cancel 0123456789abcdef'],
  words: [1, 1],
  check: ({ words }) => checkJob(words),
  async run({ epson, terminal, words: [jobId = ''], interrupt: { signal } }) {
    await epson.jobs.cancel(jobId, { signal });
    terminal.result(
      { command: 'cancel', outcome: 'canceled', job: { jobId } },
      `job ${plainText(jobId)}: canceled. It does not print any further.`,
    );
    return EXIT.ok;
  },
};

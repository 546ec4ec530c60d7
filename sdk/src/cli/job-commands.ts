import type { EpsonConnect, JobInformation } from '../index.js';
import type { Command } from './command.js';
import { EXIT, UsageError } from './exit-code.js';
import { plainText } from './plain-text.js';
import { ended } from './print-file.js';
import { OPERATED_BY } from './settings.js';
import { deadlineMsOf, ending, WAIT_ABOUT, WAIT_FLAGS } from './wait.js';
import { errorOf } from './messages.js';

/** @throws {UsageError} Something that a path would swallow, and ask for another thing. */
export function checkJob([id = '']: readonly string[]): void {
  if (/^\.{1,2}$/.test(id)) throw new UsageError(`"${id}" is not a job ID.`);
}

/** Returns the status of a job for people. */
function jobText(information: JobInformation): string {
  const { id, job_name, status, status_reason, total_pages, startedAt, updatedAt } = information;
  const because = status_reason ? ` (${plainText(status_reason)})` : '';
  const lines = [`job ${plainText(id)}: ${plainText(status)}${because}`];
  if (job_name) lines.push(`  name     ${plainText(job_name)}`);
  if (total_pages > 0) lines.push(`  pages    ${total_pages}`);
  if (startedAt) lines.push(`  started  ${startedAt.toISOString()}`);
  if (updatedAt) lines.push(`  updated  ${updatedAt.toISOString()}`);
  return lines.join('\n');
}

export const status: Command<EpsonConnect> = {
  usage: 'JOB',
  summary: 'Show the status of a job; the host knows jobs from their execution on, for 62 days',
  examples: ['epson-connect status 0123456789abcdef', 'epson-connect status "$JOB" --json'],
  words: [1, 1],
  check: ({ words }) => checkJob(words),
  async run({ epson, terminal, words: [id = ''], interrupt: { signal } }) {
    const information = await epson.jobs.get(id, { signal });
    terminal.result({ command: 'status', outcome: 'ok', information }, jobText(information));
    return EXIT.ok;
  },
};

export const wait: Command = {
  usage: 'JOB',
  summary: 'Wait until a job is printed',
  flags: WAIT_FLAGS,
  about: WAIT_ABOUT,
  examples: ['epson-connect wait 0123456789abcdef --deadline 60'],
  words: [1, 1],
  check({ flags, words }) {
    checkJob(words);
    deadlineMsOf(flags);
  },
  async run(given) {
    const [id = ''] = given.words;
    const { outcome, exitCode, text, information, error } = await ending(given, id, `job ${plainText(id)}`);
    const value = { command: 'wait', outcome, job: given.jobs.reference(id), information, ...errorOf(error) };
    return ended(given.terminal, value, text, exitCode);
  },
};

export const cancel: Command<EpsonConnect> = {
  usage: 'JOB',
  summary: 'Cancel a job, which is possible until it prints',
  flags: { 'operated-by': OPERATED_BY },
  about: ['--operated-by WORD      user (default) or operator: who cancels the job'],
  examples: ['epson-connect cancel 0123456789abcdef'],
  words: [1, 1],
  check: ({ words }) => checkJob(words),
  async run({ epson, terminal, flags, words: [id = ''], interrupt: { signal } }) {
    await epson.jobs.cancel(id, { operated_by: flags.text('operated-by'), signal });
    terminal.result(
      { command: 'cancel', outcome: 'canceled', job: { id } },
      `job ${plainText(id)}: canceled. It does not print any further.`,
    );
    return EXIT.ok;
  },
};

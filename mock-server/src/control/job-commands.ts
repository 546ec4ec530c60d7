import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { isEnded } from '../epson/domain/job.js';
import { sendJson } from '../http/send.js';
import { jobStatusValues } from '../generated/mock-control.js';
import type { MockControl } from './control.js';
import { END_STATUSES, JOB_ENDS } from './end-job.js';
import { printerOf } from './world-commands.js';
import { API_VERSION, count, JOB_ID, parameters, readCommand, type Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';
import { members, oneOf } from '../text/check.js';
import type { JobView } from './view.js';

/** Parameters of the list of jobs. */
export const JOBS_QUERY = parameters({
  api_version: API_VERSION,
  status: oneOf(jobStatusValues),
  printer: v.string(),
  limit: count(1),
  before: JOB_ID,
});

export async function listJobs(command: Command<v.InferOutput<typeof JOBS_QUERY>>): Promise<void> {
  const { control, query, response } = command;
  await documentsMoved(command);
  const { api_version: version, status, limit, before } = query;
  const email = query.printer === undefined ? undefined : printerOf(control, query.printer).email;
  const fits = (job: JobView) =>
    (version === undefined || job.api_version === version) &&
    (status === undefined || job.status === status) &&
    (email === undefined || job.printer === email);
  const all = control.jobs();
  const jobs = all.filter(fits);
  if (limit === undefined && before === undefined) return sendJson(response, 200, { jobs });
  // Found among all jobs: the last one of a page may match the filters no longer.
  const end = before === undefined ? all.length : all.findIndex(({ id }) => id === before);
  if (end === -1) throw jobUnknown();
  const older = all.slice(0, end).filter(fits);
  const page = limit === undefined ? older : older.slice(-limit);
  const next_before = page.length < older.length ? page[0]?.id : null;
  sendJson(response, 200, { jobs: page, total: jobs.length, next_before });
}

export async function getJob(command: Command): Promise<void> {
  const { control, request, response } = command;
  await documentsMoved(command);
  sendJson(response, 200, jobOf(control, request));
}

export async function getDocument(command: Command): Promise<void> {
  const { control, request, response } = command;
  await documentsMoved(command);
  const { document, job_name } = jobOf(control, request);
  const missing = (why: string) => new ControlRefusal(404, 'document-missing', why);
  if (document === null) throw missing('Nothing has been uploaded for this job yet.');
  const bytes = await readFile(document.path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? missing('The file of this job was removed from the folder of the mock.')
      : error;
  });
  const extension = /\w+$/.exec(document.name)?.[0] ?? '';
  const shown = SHOWN[extension.toLowerCase()];
  response.writeHead(200, {
    'Content-Type': shown ?? 'application/octet-stream',
    'Content-Length': bytes.length,
    'Content-Disposition': `${shown === undefined ? 'attachment' : 'inline'}; ${fileName(job_name, extension)}`,
  });
  response.end(bytes);
}

/** Types that a browser shows by itself, and that no page can be hidden in. */
const SHOWN: Readonly<Record<string, string | undefined>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
};

/** The name under which a file is saved: the job's, with the type of the file. In ASCII for old clients, then as it is. */
function fileName(jobName: string, extension: string): string {
  const isWhole = jobName.toLowerCase().endsWith(`.${extension.toLowerCase()}`);
  const name = (isWhole ? jobName : `${jobName}.${extension}`).replace(/[\p{Cc}\p{Cf}/\\]/gu, '_');
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, '_');
  // Half of a surrogate pair is not a character.
  const whole = encodeURIComponent(Buffer.from(name).toString()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}

const END = members('member', { reason: oneOf(JOB_ENDS) }, { status: oneOf(END_STATUSES) });

export async function endJob({ context, clientId, control, request, response }: Command): Promise<void> {
  const job = jobOf(control, request);
  const { reason, status } = await readCommand(request, response, END);
  const found = context.host.worlds.ofClient(clientId).jobs.find(job.id);
  if (found === undefined || isEnded(found))
    throw new ControlRefusal(409, 'job-ended', `This job is ${job.status} already.`);
  control.endJob(job.id, reason, status);
  sendJson(response, 200, jobOf(control, request));
}

/** Waits until no document of a printed job is about to be moved, so that a path in the answer stays right. */
function documentsMoved({ context, clientId }: Command): Promise<void> {
  return context.host.worlds.ofClient(clientId).moves.settled();
}

function jobOf(control: MockControl, request: Command['request']): JobView {
  const job = control.jobs().find(({ id }) => id === request.params['job_id']);
  if (job === undefined) throw jobUnknown();
  return job;
}

const jobUnknown = () => new ControlRefusal(404, 'job-unknown', 'This world has no job with this ID.');

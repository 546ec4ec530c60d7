import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { isEnded } from '../epson/domain/job.js';
import { sendJson } from '../http/send.js';
import { jobStatusValues } from '../generated/mock-control.js';
import type { MockControl } from './control.js';
import { END_STATUSES, JOB_ENDS } from './end-job.js';
import { printerOf } from './world-commands.js';
import { API_VERSION, parameters, readCommand, type Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';
import { members, oneOf } from '../text/check.js';
import type { JobView } from './view.js';

/** Parameters of the list of jobs. */
export const JOBS_QUERY = parameters({
  api_version: API_VERSION,
  status: oneOf(jobStatusValues),
  printer: v.string(),
});

export async function listJobs(command: Command<v.InferOutput<typeof JOBS_QUERY>>): Promise<void> {
  const { control, query, response } = command;
  await documentsMoved(command);
  const email = query.printer === undefined ? undefined : printerOf(control, query.printer).email;
  const jobs = control
    .jobs()
    .filter(
      ({ api_version, status, printer }) =>
        (query.api_version === undefined || api_version === query.api_version) &&
        (query.status === undefined || status === query.status) &&
        (email === undefined || printer === email),
    );
  sendJson(response, 200, { jobs });
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
  if (job === undefined) throw new ControlRefusal(404, 'job-unknown', 'This world has no job with this ID.');
  return job;
}

import { readFile } from 'node:fs/promises';
import { sendJson } from '../http/send.js';
import { queryOf } from '../http/target.js';
import { END_STATUSES, JOB_ENDS, type MockControl } from './control.js';
import { ControlRefusal, readOrder } from './inputs.js';
import { members, oneOf } from '../text/check.js';
import type { Order } from './control-context.js';
import type { JobView } from './view.js';

export async function listJobs(order: Order): Promise<void> {
  const { control, request, response } = order;
  await documentsMoved(order);
  const query = queryOf(request);
  const [status, printer] = [query.get('status'), query.get('printer')];
  const jobs = control
    .jobs()
    .filter(
      (job) => (status === null || job.status === status) && (printer === null || job.printer === printer),
    );
  sendJson(response, 200, { jobs });
}

export async function getJob(order: Order): Promise<void> {
  const { control, request, response } = order;
  await documentsMoved(order);
  sendJson(response, 200, jobOf(control, request));
}

export async function getDocument(order: Order): Promise<void> {
  const { control, request, response } = order;
  await documentsMoved(order);
  const { document, job_name } = jobOf(control, request);
  if (document === null)
    throw new ControlRefusal(404, 'document-missing', 'Nothing has been uploaded for this job yet.');
  const bytes = await readFile(document.path);
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

export async function endJob({ control, request, response }: Order): Promise<void> {
  const job = jobOf(control, request);
  const { reason, status } = await readOrder(request, response, END);
  if (job.status === 'completed' || job.status === 'canceled')
    throw new ControlRefusal(409, 'job-ended', `This job is ${job.status} already.`);
  control.endJob(job.id, reason, status);
  sendJson(response, 200, jobOf(control, request));
}

/** Waits until no document of a printed job is about to be moved: a path that is told stays right. */
function documentsMoved({ desk, clientId }: Order): Promise<void> {
  return desk.host.worlds.ofClient(clientId).moves.settled();
}

function jobOf(control: MockControl, request: Order['request']): JobView {
  const job = control.jobs().find(({ id }) => id === request.params['job_id']);
  if (job === undefined) throw new ControlRefusal(404, 'job-unknown', 'This world has no job with this ID.');
  return job;
}

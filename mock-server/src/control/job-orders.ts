import { readFile } from 'node:fs/promises';
import { sendJson } from '../wire/send.js';
import { queryOf } from '../wire/target.js';
import type { JobEnd, MockControl } from './control.js';
import { ControlRefusal, oneOf, readOrder } from './inputs.js';
import type { Order } from './order.js';
import type { JobView } from './view.js';

const ENDS: readonly JobEnd[] = [
  'job_canceled_at_device',
  'job_canceled_by_system',
  'attention_required',
  'document_access_error',
];

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
  const { document } = jobOf(control, request);
  if (document === null)
    throw new ControlRefusal(404, 'document-missing', 'Nothing has been uploaded for this job yet.');
  const bytes = await readFile(document.path);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  response.end(bytes);
}

export async function endJob({ control, request, response }: Order): Promise<void> {
  const job = jobOf(control, request);
  const body = await readOrder(request, response, ['reason', 'status']);
  const reason = oneOf(body, 'reason', ENDS);
  const status =
    body['status'] === undefined ? undefined : oneOf(body, 'status', ['canceled', 'completed'] as const);
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

import type { components } from '../generated/epson-connect.js';
import type { Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';
import type { Session } from '../auth/bearer.js';
import type { BodyCheck } from './exchange.js';
import { operate } from './operate.js';
import { printJob, type PrintJob } from './print-job.js';

type CreatedJob = components['schemas']['CreatedJob'];

/** Step 2. Creates a job that waits for its file; nothing is printed by it. */
export async function createJob(
  wiring: Session,
  limits: Limits,
  body: components['schemas']['CreateJobRequest'],
): Promise<PrintJob> {
  const { id, upload_uri } = await operate(
    wiring,
    { limits, about: { step: 'create' } },
    'POST /api/1/printing/printers/{device_id}/jobs',
    {},
    body,
    problemWithCreated,
  );
  const { job_name, print_mode } = body;
  // A token that was renewed on the way may be for the printer under another device ID.
  return printJob({
    id,
    job_name,
    print_mode,
    device_id: (await wiring.tokens.usable(limits)).subject_id,
    upload_uri,
  });
}

const problemWithCreated: BodyCheck = (body) => {
  const { id, upload_uri } = Object(body) as Partial<CreatedJob>;
  if (!id || typeof id !== 'string') return 'without an id';
  return urlOf(upload_uri) ? undefined : 'without an absolute upload_uri';
};

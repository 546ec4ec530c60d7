import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AcknowledgedState, AcknowledgedJob } from './acknowledged-state.js';
import { LOAD_PRINTERS } from './load.js';

/** A job in the control API, as far as it is compared. */
export interface SeenJob {
  readonly id: string;
  readonly status: string;
  readonly status_reason: string | null;
  readonly executed_at: string | null;
  readonly document: { readonly sha256: string; readonly path: string } | null;
}

/** Newest executed jobs of a printer that are looked at; the host remembers 200. */
const LOOKED_AT = 150;

/** Compares what a client was told with what a restarted host knows and has on its disk. @returns what is missing */
export async function takeInventory(
  url: string,
  folder: string,
  state: AcknowledgedState,
): Promise<string[]> {
  const missing: string[] = [];
  const get = async (path: string, headers = {}) => {
    const response = await fetch(url + path, { headers });
    if (!response.ok) missing.push(`GET ${path} is answered with ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const { jobs, trays } = await lookAtJobs(
    async () => (await get('/_mock/api/jobs'))['jobs'] as SeenJob[],
    folder,
  );
  const seen = new Map(jobs.map((job) => [job.id, job]));
  const looked = LOAD_PRINTERS.flatMap((printer) =>
    state.jobs.filter((job) => job.printer === printer).slice(-LOOKED_AT),
  );
  for (const job of looked) missing.push(...judge(job, seen.get(job.id), trays.get(job.id) ?? []));
  for (const [printer, { access, deviceId }] of state.tokens) {
    const headers = { Authorization: `Bearer ${access}` };
    await get(`/api/1/printing/printers/${deviceId}`, headers);
    const { destinations } = await get(`/api/1/scanning/scanners/${deviceId}/destinations`, headers);
    const aliases = new Set((destinations as { alias_name: string }[]).map(({ alias_name }) => alias_name));
    for (const [alias, { registered, deleted }] of [...state.destinations].filter(
      ([, each]) => each.printer === printer,
    )) {
      if (registered === 'acknowledged' && deleted === 'no' && !aliases.has(alias))
        missing.push(`destination ${alias}`);
      if (deleted === 'acknowledged' && aliases.has(alias))
        missing.push(`the deletion of destination ${alias}`);
    }
  }
  const { printers } = await get('/_mock/api/printers');
  const emails = new Set((printers as { email: string }[]).map(({ email }) => email));
  for (const email of state.printers) if (!emails.has(email)) missing.push(`printer ${email}`);
  const { now } = await get('/_mock/api/clock');
  if (Date.parse(String(now)) < state.nowMs) missing.push(`the clock went back to ${String(now)}`);
  return [...missing, ...straysIn(folder)];
}

/** Returns what a restarted host should have removed. */
export function straysIn(folder: string): string[] {
  const strays = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => /\.part$|\.next$|^damaged/.test(name));
  return strays.map((name) => `left behind: ${name}`);
}

/** Returns the jobs of a host and what is on paper of them, as both were while no job went on. */
export async function lookAtJobs(
  ask: () => Promise<SeenJob[]>,
  folder: string,
): Promise<{ readonly jobs: SeenJob[]; readonly trays: Map<string, string[]> }> {
  let [jobs, trays] = [await ask(), traysOf(folder)];
  for (let later = await ask(); JSON.stringify(later) !== JSON.stringify(jobs); later = await ask())
    [jobs, trays] = [later, traysOf(folder)];
  return { jobs, trays };
}

function judge(job: AcknowledgedJob, seen: SeenJob | undefined, trays: readonly string[]): string[] {
  if (seen === undefined) return [`job ${job.id}`];
  const wrong: string[] = [];
  if (trays.length > 1) wrong.push(`${job.id} was printed ${trays.length} times`);
  const isExecuted = seen.executed_at !== null;
  const isPrinted = seen.status === 'completed' && seen.status_reason === '';
  if (isPrinted !== (trays.length === 1))
    wrong.push(`${job.id}: ${seen.status}, and ${trays.length} in the tray`);
  if (job.executed === 'acknowledged' && !isExecuted) wrong.push(`${job.id} was executed`);
  if (job.executed === 'no' && isExecuted) wrong.push(`${job.id} was never executed`);
  if (job.cancelled === 'acknowledged' && seen.status !== 'canceled')
    wrong.push(`${job.id} was cancelled, and is ${seen.status}`);
  return [...wrong, ...judgeDocument(job, seen)];
}

/** Compares the document of a job with what was uploaded. @returns what is wrong */
export function judgeDocument(
  job: Pick<AcknowledgedJob, 'id' | 'sha256' | 'uploaded'>,
  { document }: SeenJob,
): string[] {
  if (document === null) return job.uploaded === 'acknowledged' ? [`the document of ${job.id}`] : [];
  const sha256 = createHash('sha256').update(readFileSync(document.path)).digest('hex');
  return sha256 === job.sha256 && document.sha256 === job.sha256
    ? []
    : [`the document of ${job.id} is another one`];
}

/** The folders of the output tray by the job they belong to. */
function traysOf(folder: string): Map<string, string[]> {
  const trays = new Map<string, string[]>();
  const names = readdirSync(join(folder, 'printed'), { withFileTypes: true }).map(({ name }) => name);
  for (const name of names) {
    const id = name.slice(-32);
    trays.set(id, [...(trays.get(id) ?? []), name]);
  }
  return trays;
}

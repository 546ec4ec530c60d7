import type { Exchange } from '../../../http/exchange.js';
import { addFindings, type Finding } from './finding.js';
import { isCopy, isSchedule, versionOfWay, type StepName, type Way } from './steps.js';

/** One of the steps of a job, with its progress. */
export interface Step {
  /** The status of the last call; absent where there was none. */
  status?: number | 'connection lost';
  isDone: boolean;
  readonly findings: Finding[];
}

/** Calls about a job beside its steps, grouped by name and answer. */
export interface OtherCalls extends Step {
  readonly name: string;
}

/** A job, or the attempt to create one, in which case there is no ID. */
export interface JobRecord {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly way: Way;
  readonly steps: Record<StepName, Step>;
  /** Those in which something was found. */
  readonly others: OtherCalls[];
  isCancelled: boolean;
  /** True if the command that prints for the printer failed. */
  isPrintFailed?: boolean;
  /** The extension of its file, as the program named it. */
  extension?: string;
  document?: { readonly name: string; readonly sizeBytes: number };
  /** The path of the printed document. */
  printed?: string;
}

/** @param id absent where it was not created */
export function newJob(
  { id, name, way }: Pick<JobRecord, 'id' | 'name' | 'way'>,
  before: Pick<JobRecord['steps'], 'consent' | 'token'>,
): JobRecord {
  return {
    id,
    name,
    way,
    steps: {
      ...before,
      create: { isDone: false, findings: [] },
      upload: { isDone: isCopy(way) && id !== undefined, findings: [] },
      execute: { isDone: false, findings: [] },
    },
    others: [],
    isCancelled: false,
  };
}

/** Enters another call than one of the four steps, where something was found in it. */
export function enterOther({ others }: JobRecord, call: OtherCalls): void {
  if (call.findings.length === 0) return;
  const known = others.find(({ name, status }) => name === call.name && status === call.status);
  if (known === undefined) others.push(call);
  else addFindings(known.findings, call.findings);
}

/**
 * Returns the job that an upload with an unknown Key was most likely meant for: the last that was created, if it is the only
 * one that waits for its file. Those whose upload was refused count only where no other waits.
 */
export function likelyJob(
  jobs: readonly JobRecord[],
  { apiVersion = 1, operation }: Pick<Exchange, 'apiVersion' | 'operation'>,
): JobRecord | undefined {
  const created = jobs.filter(
    ({ id, way }) =>
      id !== undefined &&
      versionOfWay(way) === apiVersion &&
      isSchedule(way) === (operation === 'uploadScheduleFile'),
  );
  const waiting = created.filter(
    ({ steps, isCancelled }) => !steps.upload.isDone && steps.execute.status === undefined && !isCancelled,
  );
  const untried = waiting.filter(({ steps }) => steps.upload.status === undefined);
  const [only, ...more] = untried.length > 0 ? untried : waiting;
  return more.length === 0 && only === created.at(-1) ? only : undefined;
}

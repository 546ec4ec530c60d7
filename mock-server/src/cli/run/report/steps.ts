import { likelyOperation } from '../../../corrections/curl.js';
import { EXECUTE_LINE } from '../../../corrections/curl-v1.js';
import { EXECUTE_LINE_V2, RESERVE_LINE } from '../../../corrections/curl-v2.js';
import type { ApiVersion, OperationId } from '../../../rules/rule.js';
import type { Exchange } from '../../../http/exchange.js';

/** The steps to a print, in their order. The versions of the API call some of them by other names. */
export const STEPS = ['consent', 'token', 'create', 'upload', 'execute'] as const;
export type StepName = (typeof STEPS)[number];

type StepNames = Readonly<Partial<Record<StepName, string>>>;

const V2 = { consent: 'consent', token: 'token' } as const;

/** The ways to a print, each with the steps that it has. */
export const WAYS = {
  v1: { token: 'authenticate', create: 'print setting', upload: 'upload', execute: 'execute' },
  v2: { ...V2, create: 'create', upload: 'upload', execute: 'execute' },
  copy: { ...V2, create: 'copy', execute: 'execute' },
  schedule: { ...V2, create: 'create', upload: 'upload', execute: 'reserve' },
  scheduleCopy: { ...V2, create: 'copy', execute: 'reserve' },
} as const satisfies Record<string, StepNames>;

export type Way = keyof typeof WAYS;

/** Returns the names of the steps of a way. */
export const namesOf = (way: Way): StepNames => WAYS[way];

const STEP_OF: Partial<Record<OperationId, StepName>> = {
  authorize: 'consent',
  authenticate: 'token',
  requestToken: 'token',
  createPrintJob: 'create',
  copyPrintJob: 'create',
  createSchedule: 'create',
  copySchedule: 'create',
  uploadPrintFile: 'upload',
  uploadScheduleFile: 'upload',
  executePrint: 'execute',
  reserveSchedule: 'execute',
};

const OTHERS: Partial<Record<OperationId, string>> = {
  getPrintJob: 'job information',
  cancelPrint: 'cancel',
  getSchedule: 'schedule information',
  deleteSchedule: 'delete',
};

/** Returns the step that a call belongs to, or most likely was to be. */
export function stepOf(exchange: Exchange): StepName | undefined {
  const likely = likelyOperation(exchange);
  const name = likely && STEP_OF[likely];
  // A call that is not one of the API does not start a job, because its purpose is unknown.
  const isBeginning = name === 'consent' || name === 'token' || name === 'create';
  return exchange.operation === undefined && isBeginning ? undefined : name;
}

/** Returns the way that a call begins which creates a job. */
export function wayOf({ operation, apiVersion }: Pick<Exchange, 'operation' | 'apiVersion'>): Way {
  if (apiVersion !== 2) return 'v1';
  const ways: Partial<Record<OperationId, Way>> = {
    copyPrintJob: 'copy',
    createSchedule: 'schedule',
    copySchedule: 'scheduleCopy',
  };
  return (operation && ways[operation]) ?? 'v2';
}

/** Returns the version of the API that a way is of. */
export const versionOfWay = (way: Way): ApiVersion => (way === 'v1' ? 1 : 2);

/** Returns true if the job has its file from the beginning. */
export const isCopy = (way: Way) => way === 'copy' || way === 'scheduleCopy';

/** Returns true if the job is printed at a time of its own. */
export const isSchedule = (way: Way) => way === 'schedule' || way === 'scheduleCopy';

/** Returns the name of a call that is none of the steps. */
export function otherNameOf(exchange: Exchange): string {
  const likely = likelyOperation(exchange);
  const name = likely && OTHERS[likely];
  return name ?? `${exchange.method} ${exchange.target}`;
}

/** Returns the call that prints. */
export function executeLine(way: Way): string {
  if (way === 'v1') return EXECUTE_LINE;
  return way === 'schedule' || way === 'scheduleCopy' ? RESERVE_LINE : EXECUTE_LINE_V2;
}

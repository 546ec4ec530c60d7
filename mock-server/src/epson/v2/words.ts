import { uploadFileNameValues, type components } from '../../generated/epson-connect-v2.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { PaperSize, PaperType } from '../domain/capability.js';
import { type Dialect, type Job, type JobDocument, type PrintSettings, isEnded } from '../domain/job.js';
import type { JobReason, JobStanding, JobState } from '../domain/job-state.js';
import type { Trouble } from '../domain/printers.js';

/** The words of the description of version 2, under short names. */

type Schemas = components['schemas'];

export type CopiedPrintJob = Schemas['CopiedPrintJob'];
export type CopiedSchedule = Schemas['CopiedSchedule'];
export type CreatedPrintJob = Schemas['CreatedPrintJob'];
export type CreatedSchedule = Schemas['CreatedSchedule'];
export type JobStatus = Schemas['JobStatus'];
export type PrintJobInformation = Schemas['PrintJobInformation'];
export type PrintSetting = Schemas['PrintSettings'];
export type Schedule = Schemas['Schedule'];
export type ScheduleList = Schemas['ScheduleList'];

/** The states that have one word each. */
const STATUSES = {
  held: 'preparing',
  reserved: 'reserved',
  pending: 'pending',
  printing: 'processing',
  completed: 'completed',
  failed: 'error_occurred',
} as const satisfies Partial<Record<JobState, JobStatus>>;

/** Version 2 has words for three of the troubles that stop a printer. */
const STOPPED: Readonly<Record<Trouble, JobStatus>> = {
  media_jam: 'media_jam',
  media_empty: 'media_empty',
  marker_supply_empty: 'marker_supply_empty',
  cover_open: 'stopped_other',
  attention_required: 'stopped_other',
};

/** Version 2 has one word for a job's state and the reason of it. */
export function statusWord({ state, reason }: JobStanding): JobStatus {
  if (state === 'stopped') return STOPPED[reason as Trouble];
  if (state === 'canceled') return reason === 'expired' ? 'expired' : 'canceled';
  return STATUSES[state];
}

/** The state and the reason of a job of which only the word is known. */
const STANDINGS: Readonly<Record<JobStatus, readonly [JobState, JobReason | null]>> = {
  preparing: ['held', 'created'],
  reserved: ['reserved', null],
  pending: ['pending', 'queued'],
  processing: ['printing', null],
  media_jam: ['stopped', 'media_jam'],
  media_empty: ['stopped', 'media_empty'],
  marker_supply_empty: ['stopped', 'marker_supply_empty'],
  stopped_other: ['stopped', 'attention_required'],
  completed: ['completed', null],
  error_occurred: ['failed', 'attention_required'],
  canceled: ['canceled', 'by_user'],
  expired: ['canceled', 'expired'],
};

/** The members whose values are the same in version 2, under the domain's name and its own. */
const MEMBERS = [
  ['borderless', 'borderless'],
  ['quality', 'printQuality'],
  ['source', 'paperSource'],
  ['colorMode', 'colorMode'],
  ['duplex', 'doubleSided'],
  ['reverseOrder', 'reverseOrder'],
  ['copies', 'copies'],
  ['collate', 'collate'],
] as const satisfies readonly (readonly [keyof PrintSettings, keyof PrintSetting])[];

/** Version 2 names a size of paper with `ps_` before it, and a type with `pt_`. */
export const paperSizeWord = (size: PaperSize) => `ps_${size}` as const;
export const paperTypeWord = (type: PaperType) => `pt_${type}` as const;

/** Returns the settings that these of version 2 ask for; of some of them, the same ones. */
export function settingsOf(words: Partial<PrintSetting>): Partial<PrintSettings> {
  const { paperSize, paperType } = words;
  const rest = MEMBERS.filter(([, word]) => words[word] !== undefined);
  return {
    ...(paperSize && { paperSize: paperSize.slice('ps_'.length) as PaperSize }),
    ...(paperType && { paperType: paperType.slice('pt_'.length) as PaperType }),
    ...Object.fromEntries(rest.map(([name, word]) => [name, words[word]])),
  };
}

/** Returns settings as version 2 asks for them: what was left out stays so. */
export function settingWords<S extends PrintSettings>(
  settings: S,
): S extends Required<PrintSettings> ? Required<PrintSetting> : PrintSetting {
  const rest = MEMBERS.filter(([name]) => settings[name] !== undefined);
  const words = {
    paperSize: paperSizeWord(settings.paperSize),
    paperType: paperTypeWord(settings.paperType),
    ...Object.fromEntries(rest.map(([name, word]) => [word, settings[name]])),
  };
  return words as unknown as S extends Required<PrintSettings> ? Required<PrintSetting> : PrintSetting;
}

/** A time in an answer: `2026-01-31 23:59:59`, UTC without saying so. Evidence: specification. */
export function answerDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** A time of a schedule: 12 digits down to the minute, UTC. Evidence: specification. */
export function scheduleDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace(/\D/g, '');
}

/** A time in a notification, which has slashes. Evidence: specification. */
function notificationDate(ms: number): string {
  return answerDate(ms).replaceAll('-', '/');
}

/** Version 2 tells of stops and ends only; of a schedule that was deleted it does not tell. */
function isTold(job: Job): boolean {
  return (job.state === 'stopped' || isEnded(job)) && job.schedule?.deletedAtMs === undefined;
}

/** Version 2 of the API. */
export const V2 = {
  apiVersion: 2,
  uploadUri: 'uploadUri',
  jobId: 'jobId',
  createdBy: 'create',
  uploadKeyLength: 64,
  livesFrom: 'creation',
  refusesUnprintable: true,
  status: statusWord,
  reason: () => null,
  standing: (status) => {
    const [state, reason] = STANDINGS[status as JobStatus];
    return { state, reason };
  },
  settings: settingWords,
  settingsOf: (words) => settingsOf(words) as PrintSettings,
  notification: (job) =>
    isTold(job)
      ? {
          Param: {
            Type: job.schedule === undefined ? 'ImmediatePrint' : 'SchedulePrint',
            JobId: job.id,
            JobStatus: statusWord(job),
            UpdateDate: notificationDate(job.updatedAtMs),
          },
        }
      : undefined,
  refusesSecondFile: ({ document, schedule }, name, assumptions) => {
    const isSchedule = schedule !== undefined;
    if (name === (document?.sentName ?? document?.name)) {
      if (!isSchedule) return 'upload-second';
      return assumptions['v2-schedule-second-upload'] === 'refuse' ? 'upload-too-many' : undefined;
    }
    return isSchedule || assumptions['v2-second-name'] === '413' ? 'upload-too-many' : 'upload-second-name';
  },
  acceptsSecondExecute: (assumptions) => assumptions['v2-execute-twice'] === 'accept',
  nameFault,
} as const satisfies Dialect;

/** The names under which files print. */
export const FILE_NAMES: readonly string[] = uploadFileNameValues;

/** Evidence: client (a file of another name is stored, and refused when its job is executed). */
function nameFault({ name, sentName }: JobDocument, assumptions: Assumptions): string | undefined {
  if (sentName === undefined) return undefined;
  const shown = `it was uploaded as File=${sentName}`;
  if (!FILE_NAMES.includes(name)) return `${shown}; these names print: ${FILE_NAMES.join(', ')}`;
  if (assumptions['v2-file-name'] === 'any') return undefined;
  return `${shown}; upload it as File=${name}, whatever it is called on your side`;
}

import type { components } from '../../generated/epson-connect.js';
import type { PaperSize, PaperType } from '../domain/capability.js';
import type * as domain from '../domain/destinations.js';
import { UPLOAD_KEY_LENGTH } from '../domain/ids.js';
import type { Dialect, PrintSettings } from '../domain/job.js';
import type { JobReason, JobStanding, JobState } from '../domain/job-state.js';

/** The words of the description of version 1, under short names. */

type Schemas = components['schemas'];

export type AccessTokenAnswer = Schemas['AccessTokenAnswer'];
export type Capability = Schemas['Capability'];
export type CreatedJob = Schemas['CreatedJob'];
export type Destination = Schemas['Destination'];
export type Device = Schemas['Device'];
export type JobStatus = Schemas['JobStatus'];
export type JobStatusReason = Schemas['JobStatusReason'];
export type PrintJobInformation = Schemas['PrintJobInformation'];
export type PrintMode = Schemas['PrintMode'];
export type PrintSetting = Schemas['PrintSetting'];

/**
 * Version 1 has one word for a job that was printed and one that failed: the reason tells. It has no schedules, and so no
 * word for a job that is reserved.
 */
const STATUSES: Readonly<Record<JobState, JobStatus>> = {
  held: 'pending_held',
  reserved: 'pending_held',
  pending: 'pending',
  printing: 'processing',
  stopped: 'processing_stopped',
  completed: 'completed',
  failed: 'completed',
  canceled: 'canceled',
};

/** Version 1 has no word for an open cover. */
const REASONS: Readonly<Record<JobReason, JobStatusReason>> = {
  created: 'job_incoming',
  preparing: 'job_closed',
  queued: 'job_queued',
  media_jam: 'media_jam',
  media_empty: 'media_empty',
  marker_supply_empty: 'marker_supply_empty',
  attention_required: 'attention_required',
  cover_open: 'attention_required',
  document_lost: 'document_access_error',
  by_user: 'job_canceled_by_user',
  by_operator: 'job_canceled_by_operator',
  by_system: 'job_canceled_by_system',
  at_printer: 'job_canceled_at_device',
  expired: 'job_canceled_by_out_of_storage_period',
};

export function statusWord(state: JobState): JobStatus {
  return STATUSES[state];
}

/** "Nothing to add" is `null` or the empty text; the host has both. */
export function reasonWord({ state, reason }: JobStanding): JobStatusReason | '' | null {
  if (reason !== null) return REASONS[reason];
  return state === 'completed' ? '' : null;
}

/** Returns the reason that version 1 has this word for; of two, the first one. */
export function reasonOf(word: JobStatusReason): JobReason {
  return keyOf(REASONS, word);
}

/** Returns the state and the reason that version 1 has these words for. */
export function stateOf(status: JobStatus, reason: JobStatusReason | '' | null): JobStanding {
  if (reason === '' || reason === null) return { state: keyOf(STATUSES, status), reason: null };
  return { state: status === 'completed' ? 'failed' : keyOf(STATUSES, status), reason: reasonOf(reason) };
}

function keyOf<K extends string, W>(table: Readonly<Record<K, W>>, word: W): K {
  return (Object.keys(table) as K[]).find((key) => table[key] === word) as K;
}

/** Version 1 names a size of paper with `ms_` before it, and a type with `mt_`. */
export const paperSizeWord = (size: PaperSize) => `ms_${size}` as const;
export const paperTypeWord = (type: Exclude<PaperType, 'roll'>) => `mt_${type}` as const;
export const paperSizeOf = (word: string) => word.slice('ms_'.length) as PaperSize;
export const paperTypeOf = (word: string) => word.slice('mt_'.length) as PaperType;

/** The members whose values are the same in version 1, under the domain's name and its own. */
const MEMBERS = [
  ['borderless', 'borderless'],
  ['quality', 'print_quality'],
  ['source', 'source'],
  ['colorMode', 'color_mode'],
  ['duplex', '2_sided'],
  ['reverseOrder', 'reverse_order'],
  ['copies', 'copies'],
  ['collate', 'collate'],
] as const satisfies readonly (readonly [keyof PrintSettings, keyof PrintSetting])[];

/** Returns the settings that a print setting of version 1 asks for. */
export function settingsOf(setting: PrintSetting): PrintSettings {
  const rest = MEMBERS.filter(([, word]) => setting[word] !== undefined);
  return {
    paperSize: paperSizeOf(setting.media_size),
    paperType: paperTypeOf(setting.media_type),
    ...Object.fromEntries(rest.map(([name, word]) => [name, setting[word]])),
  } as PrintSettings;
}

/** Returns settings as version 1 asks for them: what was left out stays so. */
export function settingWords(settings: PrintSettings): PrintSetting {
  const rest = MEMBERS.filter(([name]) => settings[name] !== undefined);
  return {
    media_size: paperSizeWord(settings.paperSize),
    media_type: `mt_${settings.paperType}`,
    ...Object.fromEntries(rest.map(([name, word]) => [word, settings[name]])),
  } as PrintSetting;
}

/** Returns a destination as version 1 has it. */
export function destinationWords({ id, alias, service, target }: domain.Destination): Destination {
  return { id, alias_name: alias, type: service, destination: target };
}

/** Returns the destination that version 1 has in these words. */
export function destinationOf({ id, alias_name, type, destination }: Destination): domain.Destination {
  return { id, alias: alias_name, service: type === 'mail' ? 'mail' : 'url', target: destination };
}

/** A time as the API writes it: `2026/01/31 23:59:59`, UTC without saying so. Evidence: specification. */
export function apiDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

/** Version 1 of the API. */
export const V1 = {
  apiVersion: 1,
  uploadUri: 'upload_uri',
  jobId: 'id',
  createdBy: 'print setting',
  uploadKeyLength: UPLOAD_KEY_LENGTH,
  livesFrom: 'execution',
  refusesUnprintable: false,
  status: ({ state }) => statusWord(state),
  reason: reasonWord,
  standing: (status, reason) => stateOf(status as JobStatus, reason as JobStatusReason | '' | null),
  settings: settingWords,
  settingsOf: (setting) => settingsOf(setting as PrintSetting),
  refusesSecondFile: (_job, _name, assumptions) =>
    assumptions['second-upload'] === 'refuse' ? 'upload-second' : undefined,
  acceptsSecondExecute: () => false,
  nameFault: () => undefined,
  notification: (job, assumptions) => {
    const word = assumptions['callback-values'] === 'pascal' ? pascal : (text: string) => text;
    return {
      Param: {
        JobId: job.id,
        JobStatus: {
          Status: word(statusWord(job.state)),
          StatusReason: word(reasonWord(job) ?? ''),
          UpdateDate: apiDate(job.updatedAtMs),
        },
      },
    };
  },
} as const satisfies Dialect;

/** `pending_held` as `PendingHeld`. */
function pascal(word: string): string {
  return word.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

import { callApi, type Session } from '../auth/call-api.js';
import { type BodyCheck } from '../http/api.js';
import {
  colorModeValues,
  printModeValues,
  printQualityValues,
  twoSidedValues,
  type components,
} from '../generated/epson-connect.js';
import { checkValues, flag, oneOf, suchAs, type Open, type OptionTable, type Rule } from '../http/check.js';
import type { Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';
import { operations } from '../v1/operations.js';
import { checkJobName, copies, rejectNoJob, rejectUnknownSetting } from './job-checks.js';

type Schemas = components['schemas'];

/** `document` or `photo`. Default: `document`. It also decides the size limit of the file. Evidence: guide. */
export type PrintMode = Open<Schemas['PrintMode']>;

/**
 * A print setting in the API's own words. The first six members are required as soon as there is a setting at all;
 * without one the host uses defaults that Epson does not document. Evidence: specification.
 *
 * @example
 * const print_setting: PrintSetting = {
 *   media_size: 'ms_a4', media_type: 'mt_plainpaper', borderless: false,
 *   print_quality: 'normal', source: 'auto', color_mode: 'color', '2_sided': 'long', copies: 2,
 * };
 */
export type PrintSetting = {
  readonly [K in keyof Schemas['PrintSetting']]: Open<Schemas['PrintSetting'][K]>;
};

/** A request for a print job, as its caller gives it. */
export interface JobRequest {
  /** The name of the job, 1 to 256 characters. */
  readonly job_name: string;
  /** The print mode. Default: `document`. */
  readonly print_mode?: PrintMode | undefined;
  /** The print settings. Default: the printer's own. */
  readonly print_setting?: PrintSetting | undefined;
  /**
   * Also sends members of `print_setting` that this version does not know. Default: false, they are rejected, because hosts
   * ignore unknown members, and a misspelt setting would have no effect. Unknown words as values are never rejected.
   */
  readonly allowUnknownSettings?: boolean | undefined;
}

export const jobTable: OptionTable<JobRequest> = {
  job_name: [],
  print_mode: [],
  print_setting: [],
  allowUnknownSettings: [],
};

const jobRules: Record<'print_mode' | 'print_setting', Rule> = {
  print_mode: oneOf(printModeValues),
  print_setting: [/^\{/, 'an object'],
};

const settingRules: Record<keyof Schemas['PrintSetting'], Rule> = {
  media_size: suchAs('ms_a4'),
  media_type: suchAs('mt_plainpaper'),
  borderless: flag,
  print_quality: oneOf(printQualityValues),
  source: suchAs('auto'),
  color_mode: oneOf(colorModeValues),
  '2_sided': oneOf(twoSidedValues),
  reverse_order: flag,
  copies,
  collate: flag,
};

const settingNames = Object.keys(settingRules);

/** Full names of the settings, for callers who pass them as options. */
export const settingPlaces = settingNames.map((name) => `print_setting.${name}`);

/**
 * Returns a checked copy of the request: rejects before any request what no host accepts. The host decides which words a
 * printer knows, and whether a setting is complete.
 */
export function checkedJobRequest(request: JobRequest): Schemas['CreateJobRequest'] {
  const {
    job_name,
    print_mode = 'document',
    print_setting,
    allowUnknownSettings,
  } = Object(request) as JobRequest;
  checkJobName('job_name', job_name);
  checkValues('', { print_mode, print_setting }, jobRules);
  checkValues('print_setting.', { ...print_setting }, settingRules);
  if (!allowUnknownSettings) rejectUnknownSetting('print_setting', { ...print_setting }, settingNames);
  const checked = { job_name, print_mode, ...(print_setting && { print_setting: { ...print_setting } }) };
  return checked as Schemas['CreateJobRequest'];
}

/** A print job. Plain data: `JSON.stringify` keeps everything but its upload URI. */
export interface PrintJob {
  /** The host's ID of the job. */
  readonly id: string;
  /** The name of the job. */
  readonly job_name: string;
  /** The print mode: `document` or `photo`. */
  readonly print_mode: string;
  /** The printer: `subject_id` of the token answer. */
  readonly device_id: string;
  /**
   * Target of the upload, exactly as the host gave it. Not enumerable, so that `JSON.stringify`, a spread and `console.log`
   * leave it out: its key is all that is needed to upload.
   */
  readonly upload_uri: string;
}

/** The members of a job that execute needs; a {@link PrintJob} has them, and so has its JSON. */
export interface ExecutableJob {
  /** The ID of the job. */
  readonly id: string;
  /** Default: the printer of the access token. */
  readonly device_id?: string | undefined;
}

export function printJob({ upload_uri, ...known }: PrintJob): PrintJob {
  return Object.freeze(Object.defineProperty(known, 'upload_uri', { value: upload_uri })) as PrintJob;
}

/** Returns the job; rejects anything else. */
export function checkedJob<T extends { readonly id: string }>(job: T): T {
  return typeof (job as T | null)?.id === 'string' ? job : rejectNoJob(job, 'an id');
}

/** Creates a job that waits for its file (step 2); it prints nothing. */
export async function createJob(
  session: Session,
  limits: Limits,
  body: Schemas['CreateJobRequest'],
): Promise<PrintJob> {
  const call = { limits, about: { step: 'create' } } as const;
  const created = await callApi(session, call, operations.createPrintJob, {}, body, problemWithCreated);
  const { id, upload_uri } = created.body;
  const { job_name, print_mode } = body;
  return printJob({ id, job_name, print_mode, device_id: created.device_id, upload_uri });
}

const problemWithCreated: BodyCheck = (body) => {
  const { id, upload_uri } = Object(body) as Partial<Schemas['CreatedJob']>;
  if (!id || typeof id !== 'string') return 'without an id';
  return urlOf(upload_uri) ? undefined : 'without an absolute upload_uri';
};

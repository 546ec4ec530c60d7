import { callApi, type BodyCheck, type Session } from '../auth/call-api.js';
import { SettingError, settingError } from '../errors/index.js';
import {
  colorModeValues,
  printModeValues,
  printQualityValues,
  twoSidedValues,
  type components,
} from '../generated/epson-connect.js';
import {
  checkValues,
  flag,
  unknownOption,
  word,
  wrongValue,
  type Open,
  type OptionTable,
  type Rule,
} from '../http/check.js';
import type { Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';

type Schemas = components['schemas'];

/** `document` or `photo`. Default: `document`. It also decides the size limit of the file. Evidence: guide. */
export type PrintMode = Open<Schemas['PrintMode']>;

/**
 * How to print, in the API's own words. The first six members are required as soon as there is a setting at all;
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
  readonly job_name: string;
  readonly print_mode?: PrintMode | undefined;
  readonly print_setting?: PrintSetting | undefined;
  /**
   * Sends members of `print_setting` that this version does not know, too. Default: false, they are refused: hosts
   * ignore what they do not know, and a misspelt setting would not be heeded. Words as values are never refused.
   */
  readonly allowUnknownSettings?: boolean | undefined;
}

export const jobTable: OptionTable<JobRequest> = {
  job_name: [],
  print_mode: [],
  print_setting: [],
  allowUnknownSettings: [],
};

/** Words that the description knows. Another is left to the host: a printer may know more. */
const oneOf = (words: readonly string[]): Rule => [word[0], words.join(', ').replace(/, (?=\w+$)/, ' or ')];
const suchAs = (example: string): Rule => [word[0], `a word such as ${example}`];

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
  copies: [/^[1-9]\d?$/, 'a whole number from 1 to 99'],
  collate: flag,
};

const settingNames = Object.keys(settingRules);

/** Where the members of a setting belong, for who gives them elsewhere. */
export const settingPlaces = settingNames.map((name) => `print_setting.${name}`);

/**
 * Refuses what no host would take, before any request, and takes a copy: the caller may change or freeze the original.
 * Which words a printer knows, and whether a setting is complete, is left to the host.
 */
export function checkedJobRequest(request: JobRequest): Schemas['CreateJobRequest'] {
  const {
    job_name,
    print_mode = 'document',
    print_setting,
    allowUnknownSettings,
  } = Object(request) as JobRequest;
  // Whether a host counts characters or UTF-16 units is unknown: refused is what is too long either way.
  if (typeof job_name !== 'string' || !/^[^]{1,256}$/u.test(job_name))
    wrongValue('job_name', job_name, 'text of 1 to 256 characters');
  checkValues('', { print_mode, print_setting }, jobRules);
  checkValues('print_setting.', { ...print_setting }, settingRules);
  const unknown = !allowUnknownSettings && unknownOption({ ...print_setting }, settingNames, 'is no setting');
  if (unknown)
    throw settingError(
      `print_setting.${unknown.name}`,
      unknown.problem,
      'allowUnknownSettings: true sends it all the same.',
    );
  const checked = { job_name, print_mode, ...(print_setting && { print_setting: { ...print_setting } }) };
  return checked as Schemas['CreateJobRequest'];
}

/** What a print job is known by. Plain data: it survives `JSON.stringify`, all but its upload URI. */
export interface PrintJob {
  /** The host's ID of the job. */
  readonly id: string;
  readonly job_name: string;
  readonly print_mode: string;
  /** The printer: `subject_id` of the token answer. */
  readonly device_id: string;
  /**
   * Where the file goes, exactly as the host gave it. Not enumerable, so that it is not in `JSON.stringify`, in a
   * spread or in what `console.log` shows: the key in it is all that is needed to upload.
   */
  readonly upload_uri: string;
}

/** What execute needs of a job; a {@link PrintJob} has it, and so has its JSON. */
export interface ExecutableJob {
  readonly id: string;
  /** Default: the printer of the access token. */
  readonly device_id?: string | undefined;
}

export function printJob({ upload_uri, ...known }: PrintJob): PrintJob {
  return Object.freeze(Object.defineProperty(known, 'upload_uri', { value: upload_uri })) as PrintJob;
}

/** Refuses what is not a job. */
export function checkedJob<T extends { readonly id: string }>(job: T): T {
  if (typeof (job as T | null)?.id !== 'string') {
    const given = job === undefined || job === null ? String(job) : `this ${typeof job}`;
    throw new SettingError(`A job is needed, not ${given}: pass what print() or createJob() returned.`, {
      code: 'invalid_setting',
    });
  }
  return job;
}

/** Step 2. Creates a job that waits for its file; nothing is printed by it. */
export async function createJob(
  session: Session,
  limits: Limits,
  body: Schemas['CreateJobRequest'],
): Promise<PrintJob> {
  const call = { limits, about: { step: 'create' } } as const;
  const created = await callApi(session, call, 'createPrintJob', {}, body, problemWithCreated);
  const { id, upload_uri } = created.body;
  const { job_name, print_mode } = body;
  return printJob({ id, job_name, print_mode, device_id: created.device_id, upload_uri });
}

const problemWithCreated: BodyCheck = (body) => {
  const { id, upload_uri } = Object(body) as Partial<Schemas['CreatedJob']>;
  if (!id || typeof id !== 'string') return 'without an id';
  return urlOf(upload_uri) ? undefined : 'without an absolute upload_uri';
};

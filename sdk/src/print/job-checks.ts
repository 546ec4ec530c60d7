import { SettingError, settingError } from '../errors/index.js';
import { unknownOption, wrongValue, type Rule } from '../http/check.js';

/** The rule of the number of copies. */
export const copies: Rule = [/^[1-9]\d?$/, 'a whole number from 1 to 99'];

/** Rejects a job name that no host accepts: it may count characters or UTF-16 units. */
export function checkJobName(option: string, name: unknown): void {
  if (typeof name !== 'string' || !/^[^]{1,256}$/u.test(name))
    wrongValue(option, name, 'text of 1 to 256 characters');
}

/** Rejects a setting that this version does not know: a host would ignore it. */
export function rejectUnknownSetting(
  option: string,
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = unknownOption(given, known, 'is not a setting');
  if (unknown)
    throw settingError(
      `${option}.${unknown.name}`,
      unknown.problem,
      'allowUnknownSettings: true sends it anyway.',
    );
}

/** Rejects what is no job. @param member the ID with its article, such as `a jobId` */
export function rejectNoJob(job: unknown, member: string): never {
  const given = job === undefined || job === null ? String(job) : `this ${typeof job}`;
  throw new SettingError(
    `The job must be an object with ${member}, not ${given}: pass the result of createJob().`,
    { code: 'invalid_setting' },
  );
}

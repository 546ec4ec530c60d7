import type { Assumptions } from '../../rules/assumptions.js';
import type { ApiVersion } from '../../rules/rule.js';
import type { RuleId } from '../../rules/rules.js';
import type { Job, JobDocument, JobReason, JobState, PrintSettings } from './job.js';

/** The state of a job and the reason for it. */
export type JobStanding = Pick<Job, 'state' | 'reason'>;

/** A version of the API, as far as it has words and rules of its own for what the domain knows of a job. */
export interface Dialect {
  readonly apiVersion: ApiVersion;
  /** The member that holds the upload URI of a job. */
  readonly uploadUri: string;
  /** The member that holds the ID of a job. */
  readonly jobId: string;
  /** The operation that creates a job, in the words of its users. */
  readonly createdBy: string;
  /** The length of an upload key, in hexadecimal digits. */
  readonly uploadKeyLength: number;
  /** The moment from which the life of a job is counted, when it is known that it will be printed. */
  readonly livesFrom: 'creation' | 'execution';
  /** True if execute refuses a file that does not print; otherwise its job fails afterwards. */
  readonly refusesUnprintable: boolean;
  status(job: JobStanding): string;
  /** "Nothing to add" is `null` or the empty text. */
  reason(job: JobStanding): string | null;
  /** Returns the state and the reason that this version has the words for. */
  standing(status: string, reason: string | null): { state: JobState; reason: JobReason | null };
  /** Returns settings as they were sent. */
  settings(settings: PrintSettings): object;
  /** Returns the settings that were sent in these words. */
  settingsOf(words: object): PrintSettings;
  /** Returns the body that tells a client what has become of a job; nothing where this version does not tell of it. */
  notification(job: Job, assumptions: Assumptions): object | undefined;
  /** Returns the rule by which a file is refused for a job that has one already. */
  refusesSecondFile(job: Job, name: string, assumptions: Assumptions): RuleId | undefined;
  /** Returns true if a job that is executed again is accepted, without a second print. */
  acceptsSecondExecute(assumptions: Assumptions): boolean;
  /** Returns why a file of this name does not print, if that is so, as the end of a sentence. */
  nameFault(document: JobDocument, assumptions: Assumptions): string | undefined;
}

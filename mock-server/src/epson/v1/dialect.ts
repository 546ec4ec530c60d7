import { apiDate } from './dates.js';
import type { Dialect } from '../domain/job.js';
import { statusWord, reasonWord, settingWords } from './words.js';

/** Version 1 of the API. */
export const V1 = {
  apiVersion: 1,
  uploadUri: 'upload_uri',
  status: statusWord,
  reason: reasonWord,
  settings: settingWords,
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

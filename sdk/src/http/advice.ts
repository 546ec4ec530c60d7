/** What to do, by Epson's word, where the word does not say it all. Evidence: specification. */
const byWord: Record<string, string> = {
  invalid_request: 'Check printerEmail: it is no printer address.',
  invalid_grant:
    'Either printerEmail is not the address that Epson Connect gave the printer, or its owner has switched remote printing off, or the printer was removed.',
  invalid_client: 'Check clientId and clientSecret.',
  validation_error: 'Check job_name and print_mode.',
  invalid_resource: 'Check print_setting: the printer has to offer each value for this print_mode.',
  forbidden: 'The access token is not for this printer.',
  rate_limit_exceeded: 'More than 100 calls in a minute: wait.',
  printer_not_found: 'The printer was removed, or device_id is wrong.',
  command_not_allowed: 'A job is executed once, after its file is uploaded.',
  printjob_too_many: '100 jobs wait for this printer: try again later.',
};

/** The upload is answered by a status only: a code of ours, and what to do. Evidence: specification. */
export const uploadRefusals: Record<number, readonly [code: string, advice: string]> = {
  404: ['upload_key_not_valid', 'The key in upload_uri is not valid (any more): create a new job.'],
  413: ['file_too_large', 'A document may have 20 MB, a photo 10 MB.'],
  415: ['file_not_acceptable', 'Is the file what its name says?'],
};

export function adviceOn(word: string | undefined, status: number): string | undefined {
  if (word !== undefined && Object.hasOwn(byWord, word)) return byWord[word];
  if (status === 404 || status === 405) return 'Check baseUrl.';
  return status < 500 ? undefined : 'Try again later.';
}

import type { Step } from '../errors/index.js';

/**
 * Advice by Epson's word, where the word does not say it all; with the object of the method before it where the word means
 * something else there. Evidence: specification.
 */
const byWord: Record<string, string | undefined> = {
  // A word from outside is no name of something that objects inherit.
  __proto__: null as never,
  invalid_request: 'Check printerEmail.',
  invalid_grant:
    'printerEmail is not what Epson Connect calls the printer, its owner has switched remote printing off, or the printer was removed.',
  invalid_client: 'Check clientId and clientSecret.',
  validation_error: 'A value is missing or not allowed.',
  invalid_resource: 'Check print_setting against capability().',
  'destinations invalid_resource': 'Check type and destination.',
  forbidden: 'The access token is not for this printer.',
  rate_limit_exceeded: 'More than 100 calls in a minute: wait.',
  printer_not_found: 'The printer was removed, or device_id is wrong.',
  job_not_found: 'The host knows a job from its execution on, for 62 days.',
  destination_not_found: 'See destinations.list().',
  duplicate_alias: 'Choose another alias_name.',
  maximum_number: 'Delete a destination first.',
  command_not_allowed: 'A job is executed once, after its upload.',
  'jobs command_not_allowed': 'A job can be canceled until it prints.',
  printjob_too_many: '100 jobs wait for this printer: try again later.',
  upload_key_not_valid: 'The key in upload_uri is not valid: create a new job.',
  file_too_large: 'A document may have 20 MB, a photo 10 MB.',
  file_not_acceptable: 'Check that the content of the file matches its extension.',
};

/**
 * Returns advice by code and status, with the time that the host asks to wait. Never advises to repeat an execute whose
 * outcome is unknown.
 */
export function adviceOn(
  code: string,
  status: number,
  step: Step | undefined,
  retryAfterMs: number | undefined,
): string | undefined {
  const advice = what(code, status, step);
  return advice && retryAfterMs ? `${advice} The host asks for ${Math.ceil(retryAfterMs / 1000)} s.` : advice;
}

function what(code: string, status: number, step: Step | undefined): string | undefined {
  const advice = byWord[`${step?.split('.')[0]} ${code}`] ?? byWord[code];
  if (advice) return advice;
  if (status === 429) return 'Too many calls: wait.';
  if (status === 404 || status === 405) return 'Check baseUrl.';
  const isOpen = step === 'execute' && code !== 'service_unavailable';
  return status < 500 || isOpen ? undefined : 'Try again later.';
}

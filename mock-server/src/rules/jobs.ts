import { rules } from './rule.js';

/** The rules by which the operations on jobs refuse. */
export const JOB_RULES = rules('refusal', 'api', {
  'job-name-invalid': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The name of a job (job_name, in version 2 jobName) must be a text of 1 to 256 characters.',
    remedy: 'Send the name of the job, and shorten it if it is longer.',
  },
  'print-mode-invalid': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The print mode (print_mode, in version 2 printMode) must be document or photo.',
    remedy: 'Send the print mode with one of the two values.',
  },
  'print-setting-not-an-object': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The print setting (print_setting, in version 2 printSettings) must be an object.',
    remedy: 'Send the print setting as an object, or leave it out.',
  },
  'print-setting-invalid': {
    v1: { status: 400, code: 'invalid_resource' },
    v2: { status: 400, code: 'invalid_print_settings' },
    sentence: 'A print setting must have its six required members, each with one of its values.',
    remedy: 'Send all six members, in the words of the version, or leave the print setting out.',
  },
  'duplex-conflict': {
    v1: { status: 400, code: 'invalid_resource' },
    sentence: 'On two sides, reverse_order must be false and collate must be true.',
    remedy: 'Leave reverse_order and collate out, or print on one side.',
  },
  'setting-not-supported': {
    v1: { status: 400, code: 'invalid_resource' },
    v2: { status: 400, code: 'invalid_print_settings' },
    sentence: "The print setting must be one of the printer's capability.",
    remedy: 'Ask for the capability, and choose a combination of it.',
  },
  'job-unknown': {
    v1: { status: 404, code: 'job_not_found' },
    v2: { status: 404, code: 'job_not_found' },
    sentence: 'The job must be one of this printer, and not forgotten.',
    remedy:
      'Use the ID of the answer that created the job (id, in version 2 jobId), with the token of the same printer.',
  },
  'job-not-executed': {
    v1: { status: 404, code: 'job_not_found' },
    sentence: 'A job must be executed before it has job information.',
    remedy: 'Ask for job information after execute.',
    mendedBy: 'executePrint',
  },
  'execute-before-upload': {
    v1: { status: 405, code: 'command_not_allowed' },
    v2: { status: 400, code: 'invalid_print_data' },
    sentence: 'The file of a job must be uploaded before the job is executed.',
    remedy: 'Upload the file, and execute the job when that has answered 200.',
    mendedBy: 'uploadPrintFile',
  },
  'execute-while-storing': {
    v1: { status: 405, code: 'command_not_allowed' },
    v2: { status: 400, code: 'invalid_print_data' },
    sentence: 'The file of a job must be stored before the job is executed.',
    remedy: 'Wait a moment, and execute the job again.',
    mendedBy: null,
  },
  'execute-twice': {
    v1: { status: 405, code: 'command_not_allowed' },
    v2: { status: 403, code: 'operation_not_allowed' },
    sentence: 'A job must be executed only once.',
    remedy:
      'Ask for job information when it is not known whether execute succeeded; create a job for each print.',
    mendedBy: null,
  },
  'execute-after-end': {
    v1: { status: 405, code: 'command_not_allowed' },
    v2: (_assumptions, operation) => ({
      status: 403,
      code: operation === 'reserveSchedule' ? 'command_not_allowed' : 'operation_not_allowed',
    }),
    sentence:
      'A job that is executed, or a schedule that is reserved, must be neither cancelled nor expired.',
    remedy: 'Create a new job or schedule.',
    mendedBy: null,
  },
  'printer-queue-full': {
    v1: { status: 403, code: 'printjob_too_many' },
    v2: { status: 403, code: 'job_limit_exceeded' },
    sentence: 'A printer must have at most 100 waiting jobs.',
    remedy: 'Wait until jobs have printed, or cancel some.',
    mendedBy: null,
  },
  'cancel-too-late': {
    v1: { status: 405, code: 'command_not_allowed' },
    v2: { status: 403, code: 'operation_not_allowed' },
    sentence: 'A job that is cancelled must be held or waiting.',
    remedy: 'Cancel a job before the printer begins with it.',
    mendedBy: null,
  },
  'operated-by-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'operated_by must be user or operator.',
    remedy: 'Send operated_by with one of the two values.',
  },
});

// Errors before any request.
import { EpsonConnectError, messageOf } from './base.js';

/**
 * The client is not set up, or a call not bounded: an option is missing, unusable or unknown, or a host is not trusted.
 * The message names the option, and the environment variable where there is one.
 *
 * @example
 * new EpsonConnect({}); // ConfigurationError: clientId is missing: pass it or set EPSON_CONNECT_API_CLIENT_ID …
 */
export class ConfigurationError extends EpsonConnectError {
  static {
    this.prototype.name = 'ConfigurationError';
  }
}

/**
 * The document cannot be sent: a string instead of a file, no name, a type that does not print, a stream that is not
 * as long as it said, a file that cannot be read.
 *
 * @example
 * await epson.print('invoice.pdf'); // DocumentError: … fileDocument(path) …
 */
export class DocumentError extends EpsonConnectError {
  static {
    this.prototype.name = 'DocumentError';
  }
}

/**
 * A value that no host would take: `copies` of 0, an empty `job_name`, a flag that is not a boolean; or a setting under a
 * name that is not known. The message names the field and the value. Values that a printer might know (a new paper
 * size) are not refused.
 *
 * @example
 * await epson.print(document, { job_name: '' }); // SettingError: job_name …
 */
export class SettingError extends EpsonConnectError {
  static {
    this.prototype.name = 'SettingError';
  }
}

/** Makes the error for a value that no host would take: `subject` is its name. */
export function settingError(subject: string, problem: string, advice?: string): SettingError {
  const details = { subject, problem, advice };
  return new SettingError(messageOf(details), { ...details, code: 'invalid_setting' });
}

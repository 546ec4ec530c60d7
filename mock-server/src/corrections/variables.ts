import type { ApiVersion } from '../rules/rule.js';

/** The meaning of the variables in the lines; in two texts, if it differs by the version of the API. */
const VARIABLES: Readonly<Record<string, string | Readonly<Record<ApiVersion, string>>>> = {
  EPSON_CONNECT_API_BASE_URL: 'the address of a host, such as that of a running mock',
  EPSON_CONNECT_API_CLIENT_ID: 'your client ID',
  EPSON_CONNECT_API_CLIENT_SECRET: 'your client secret',
  EPSON_CONNECT_API_PRINTER_EMAIL: 'the address of your printer',
  EPSON_CONNECT_API_KEY: 'the API key of your app',
  REDIRECT_URI: 'the redirect URI of your app',
  CODE: 'code of the address that the browser came back to',
  CODE_VERIFIER: 'the text that code_challenge was made of',
  TOKEN: {
    1: 'access_token of the answer to authenticate',
    2: 'access_token of the answer to a code or a refresh token',
  },
  APP_TOKEN: 'access_token of the answer to grant_type=client_credentials',
  DEVICE: 'subject_id of the answer to authenticate',
  REFRESH_TOKEN: {
    1: 'refresh_token of the answer to authenticate',
    2: 'refresh_token of the newest answer of /auth/token',
  },
  JOB_ID: { 1: 'id of the answer to print setting', 2: 'jobId of the answer to create' },
  SCHEDULE_ID: 'scheduleJobId of the answer to create',
  UPLOAD_URI: { 1: 'upload_uri of the answer to print setting', 2: 'uploadUri of the answer to create' },
  FILE: 'the file',
  DESTINATION_ID: 'an id of the list of destinations',
};

/** Returns the names of the variables that a line uses. */
export function variablesIn(line: string): string[] {
  const used = new Set(line.match(/(?<=\$)[A-Z_]+/g));
  return Object.keys(VARIABLES).filter((name) => used.has(name));
}

/** Returns what a variable stands for, as the end of a sentence. */
export function meaningOf(name: string, version: ApiVersion): string {
  const meaning = VARIABLES[name] ?? '';
  return typeof meaning === 'string' ? meaning : meaning[version];
}

import type { ProgramOfBoth } from '../support/mock/both-versions.js';

const OF_V1 = { job_name: 'a', print_mode: 'document' };
const OF_V2 = { jobName: 'a', printMode: 'document' };
const SETTINGS_V1 = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};
const SETTINGS_V2 = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'rear',
  colorMode: 'color',
};

/** The mistake, the call, and the status, the rule and the remedy that the program is given. */
export type MixUp = readonly [
  what: string,
  make: (program: ProgramOfBoth) => Promise<Response>,
  status: number,
  rule: string,
  ...remedies: RegExp[],
];

export const TOKEN_MIX_UPS: readonly MixUp[] = [
  [
    'a token of version 2 in version 1',
    ({ json, v1, device }) => json(`${v1.printer}/jobs`, device, OF_V1),
    401,
    'bearer-other-version',
    /of version 2/,
    /\/api\/2\//,
    /x-api-key/,
  ],
  [
    'a token of version 1 in version 2',
    ({ json, bearerV1, v2 }) => json('/api/2/printing/jobs', { ...bearerV1, ...v2.key }, OF_V2),
    401,
    'bearer-other-version',
    /of version 1/,
    /\/auth\/token/,
    /\/api\/1\//,
  ],
  [
    'a token of version 1 in version 2, and no API key',
    ({ json, bearerV1 }) => json('/api/2/printing/jobs', bearerV1, OF_V2),
    401,
    'bearer-other-version',
    /of version 1/,
  ],
  [
    'the client ID as the API key',
    ({ json, device, v2 }) => json('/api/2/printing/jobs', { ...device, 'x-api-key': v2.clientId }, OF_V2),
    403,
    'api-key-wrong',
    /client ID/,
    /page of your app/,
  ],
  [
    'no API key',
    ({ json, device }) => json('/api/2/printing/jobs', device, OF_V2),
    403,
    'api-key-missing',
    /x-api-key/,
  ],
  [
    'the token of a printer for notifications',
    ({ json, device, v2 }) =>
      json('/api/2/printing/settings/notification', { ...device, ...v2.key }, { notification: false }),
    401,
    'bearer-of-other-kind',
    /grant_type=client_credentials/,
  ],
  [
    'the token of the app for a job',
    ({ json, application, v2 }) => json('/api/2/printing/jobs', { ...application, ...v2.key }, OF_V2),
    401,
    'bearer-of-other-kind',
    /code of a person/,
  ],
  [
    'Basic instead of the token',
    ({ json, v2 }) => json('/api/2/printing/jobs', { ...v2.basic, ...v2.key }, OF_V2),
    401,
    'bearer-missing',
    /token operation only/,
  ],
];

export const CALL_MIX_UPS: readonly MixUp[] = [
  [
    'a device ID in a path of version 2',
    ({ json, v1, v2, device }) =>
      json(`${v1.printer.replace('/1/', '/2/')}/jobs`, { ...device, ...v2.key }, OF_V2),
    404,
    'path-unknown',
    /no device ID/,
    /POST \/api\/2\/printing\/jobs\b/,
  ],
  [
    'a path of version 2 below /api/1/',
    ({ json, bearerV1 }) => json('/api/1/printing/jobs', bearerV1, OF_V1),
    404,
    'path-unknown',
    /\/api\/2\/printing\/jobs/,
    /POST \/api\/1\/printing\/printers\/\{device_id\}\/jobs/,
  ],
  [
    'the device of version 2 below /api/1/',
    ({ call, bearerV1 }) => call('GET', '/api/1/printing/devices/info', bearerV1),
    404,
    'path-unknown',
    /\/api\/2\/printing\/devices\/info/,
    /GET \/api\/1\/printing\/printers\/\{device_id\}/,
  ],
  [
    'schedules below /api/1/',
    ({ json, bearerV1 }) => json('/api/1/scheduling/schedules', bearerV1, OF_V1),
    404,
    'path-unknown',
    /Version 1 has no schedules/,
    /\/api\/2\/scheduling\/schedules/,
  ],
  [
    'destinations without a device below /api/1/',
    ({ call, bearerV1 }) => call('GET', '/api/1/scanning/destinations', bearerV1),
    404,
    'path-unknown',
    /\/api\/2\/scanning\/destinations/,
    /GET \/api\/1\/scanning\/scanners\/\{device_id\}\/destinations/,
  ],
  [
    'a body of version 1 in version 2',
    ({ json, device, v2 }) => json('/api/2/printing/jobs', { ...device, ...v2.key }, OF_V1),
    400,
    'job-name-invalid',
    /jobName is missing.*not job_name/,
  ],
  [
    'settings of version 1 in version 2',
    ({ json, device, v2 }) =>
      json('/api/2/printing/jobs', { ...device, ...v2.key }, { ...OF_V2, printSettings: SETTINGS_V1 }),
    400,
    'print-setting-invalid',
    /paperSize is missing.*not media_size/,
    /paperSource is missing.*not source/,
  ],
  [
    'words of version 1 in settings of version 2',
    ({ json, device, v2 }) =>
      json(
        '/api/2/printing/jobs',
        { ...device, ...v2.key },
        { ...OF_V2, printSettings: { ...SETTINGS_V2, paperSize: 'ms_a4', paperType: 'mt_plainpaper' } },
      ),
    400,
    'print-setting-invalid',
    /write "ps_a4"/,
    /write "pt_plainpaper"/,
  ],
  [
    'a boolean for doubleSided, as the capability has it',
    ({ json, device, v2 }) =>
      json(
        '/api/2/printing/jobs',
        { ...device, ...v2.key },
        { ...OF_V2, printSettings: { ...SETTINGS_V2, doubleSided: true } },
      ),
    400,
    'print-setting-invalid',
    /write "long" or "short"/,
  ],
  [
    'a body of version 2 in version 1',
    ({ json, v1, bearerV1 }) => json(`${v1.printer}/jobs`, bearerV1, OF_V2),
    400,
    'job-name-invalid',
    /job_name/,
  ],
  [
    "the customer's file name as File",
    ({ executeNamed }) => executeNamed('invoice.pdf'),
    400,
    'print-data-invalid',
    /invoice\.pdf/,
    /upload it as File=1\.pdf/,
  ],
];

import { clientV2OnFakeHost, uploadUriV2 } from '../test/client-v2.js';
import { failures } from '../test/failing.js';
import { hanging, json } from '../test/fake-host.js';
import { blindLooks, describeHostile, page, text, type Answering } from '../test/hostile-host.js';
import { documents } from '../test/many.js';
import { printAll } from './print-all.js';

const coded = (status: number, code: string) => () => json(status, { error: code });

/** Answers to execute that prove nothing, also as the first. */
const proofless: Record<string, Answering> = {
  '403 operation_not_allowed': coded(403, 'operation_not_allowed'),
  '403 of the gateway': () => json(403, { message: 'Forbidden' }),
  '403 page': page(403),
  '403 unknown word': coded(403, 'blocked_by_policy'),
  '403 word under code': () => json(403, { code: 'job_limit_exceeded' }),
  '403 the call limit of version 1': coded(403, 'rate_limit_exceeded'),
  '405 method_not_allowed': coded(405, 'method_not_allowed'),
  '405 page': page(405),
  '404 job_not_found': coded(404, 'job_not_found'),
  '404 page': page(404),
  '400 page': page(400),
  '400 word of another status': coded(400, 'job_limit_exceeded'),
  '401 page': page(401),
  '408 empty': text(408, null),
  '409 empty': text(409, null),
  '413 page': page(413),
  '415 page': page(415),
  '429 empty': text(429, null),
  '429 of the gateway': () => json(429, { message: 'Too Many Requests' }),
  '500 internal_server_error': coded(500, 'internal_server_error'),
  '502 page': page(502),
  '503 service_unavailable': coded(503, 'service_unavailable'),
  '504 page': page(504),
  '302 empty': text(302, null),
  '200 {}': () => json(200, {}),
  '202 page': page(202),
  '202 refusal': coded(202, 'internal_server_error'),
  '202 null': () => json(202, null),
  '202 [1]': () => json(202, [1]),
  '201 {}': () => json(201, {}),
  '204 empty': text(204, null),
  'a broken connection': failures['a broken connection'],
  silence: hanging,
};
/** Answers that are proof on a first try, and none on a repeated one. */
const refusals: Record<string, Answering> = {
  '400 invalid_resource': coded(400, 'invalid_resource'),
  '400 not_supported': coded(400, 'not_supported'),
  '400 invalid_print_data': coded(400, 'invalid_print_data'),
  '403 job_limit_exceeded': coded(403, 'job_limit_exceeded'),
  '404 device_not_found': coded(404, 'device_not_found'),
  '401 unauthorized': coded(401, 'unauthorized'),
};
/** The answer before: none, or one after which execute is sent again. */
const before: Record<string, Answering | undefined> = {
  first: undefined,
  'after a 429': text(429, null),
  'after a 401': coded(401, 'unauthorized'),
};
const information = (status: string) => () =>
  json(200, { status, jobName: 'a', totalPages: 0, startDate: '', updateDate: '' });
const looks: Record<string, Answering> = {
  'the truth': information('media_empty'),
  job_not_found: coded(404, 'job_not_found'),
  'what was': information('preparing'),
  'a failure': coded(500, 'internal_server_error'),
  ...blindLooks,
};

describeHostile({
  title: 'a host of version 2 that executes and answers something else',
  open: (options) => {
    const { host, epson } = clientV2OnFakeHost(options);
    return { host, print: (ledger) => printAll(epson, documents(1), { ledger }) };
  },
  proofless,
  refusals,
  renewable: '401 unauthorized',
  before,
  looks,
  // A host of version 2 knows a job before it is executed, and would execute no other.
  waiting: 'what was',
  created: (jobId) => ({ jobId, uploadUri: uploadUriV2 }),
  executed: () => json(202, {}),
});

import { clientOnFakeHost } from '../test/client.js';
import { failures } from '../test/failing.js';
import { hanging, json, uploadUri } from '../test/fake-host.js';
import { blindLooks, describeHostile, page, text, type Answering } from '../test/hostile-host.js';
import { documents } from '../test/many.js';
import { printAll } from './print-all.js';

const coded = (status: number, code: string) => () => json(status, { code });

/** Answers to execute that prove nothing, also as the first. */
const proofless: Record<string, Answering> = {
  '405 command_not_allowed': coded(405, 'command_not_allowed'),
  '405 method_not_allowed': coded(405, 'method_not_allowed'),
  '405 page': page(405),
  '404 job_not_found': coded(404, 'job_not_found'),
  '404 not_found': coded(404, 'not_found'),
  '404 page': page(404),
  '400 page': page(400),
  '400 word under error': () => json(400, { error: 'parse_error' }),
  '400 word of another status': coded(400, 'printjob_too_many'),
  '401 page': page(401),
  '403 page': page(403),
  '403 unknown word': coded(403, 'blocked_by_policy'),
  '403 word under error': () => json(403, { error: 'forbidden' }),
  '408 empty': text(408, null),
  '409 empty': text(409, null),
  '413 page': page(413),
  '415 page': page(415),
  '418 word': coded(418, 'forbidden'),
  '429 empty': text(429, null),
  '429 rate_limit_exceeded': coded(429, 'rate_limit_exceeded'),
  '403 rate_limit_exceeded': coded(403, 'rate_limit_exceeded'),
  '400 rate_limit_exceeded': coded(400, 'rate_limit_exceeded'),
  '499 page': page(499),
  '500 internal_server_error': coded(500, 'internal_server_error'),
  '502 page': page(502),
  '503 service_unavailable': coded(503, 'service_unavailable'),
  '503 page': page(503),
  '504 page': page(504),
  '302 empty': text(302, null),
  '200 page': page(200),
  '200 refusal': coded(200, 'internal_server_error'),
  '200 [1]': () => json(200, [1]),
  '200 null': () => json(200, null),
  '200 "{}"': () => json(200, '{}'),
  '200 empty': text(200, ''),
  '201 {}': () => json(201, {}),
  '204 empty': text(204, null),
  'a broken connection': failures['a broken connection'],
  silence: hanging,
};
/** Answers that are proof on a first try, and none on a repeated one. */
const refusals: Record<string, Answering> = {
  '400 parse_error': coded(400, 'parse_error'),
  '400 validation_error': coded(400, 'validation_error'),
  '400 invalid_resource': coded(400, 'invalid_resource'),
  '403 forbidden': coded(403, 'forbidden'),
  '403 printjob_too_many': coded(403, 'printjob_too_many'),
  '404 printer_not_found': coded(404, 'printer_not_found'),
  '415 unsupported_media_type': coded(415, 'unsupported_media_type'),
  '401 access_token_verification_failed': coded(401, 'access_token_verification_failed'),
};
/** The answer before: none, or one after which execute is sent again. */
const before: Record<string, Answering | undefined> = {
  first: undefined,
  'after a 503': coded(503, 'service_unavailable'),
  'after a 401': coded(401, 'access_token_verification_failed'),
};
const information = (status: string, status_reason: string) => () =>
  json(200, { status, status_reason, job_name: 'a', total_pages: 0, start_date: '', update_date: '' });
const looks: Record<string, Answering> = {
  'the truth': information('processing', ''),
  job_not_found: coded(404, 'job_not_found'),
  'what was': information('pending_held', 'job_incoming'),
  'a failure': coded(500, 'internal_server_error'),
  ...blindLooks,
};

describeHostile({
  title: 'a host that executes and answers something else',
  open: (options) => {
    const { host, epson } = clientOnFakeHost(options);
    return { host, print: (ledger) => printAll(epson, documents(1), { ledger }) };
  },
  proofless,
  refusals,
  renewable: '401 access_token_verification_failed',
  before,
  looks,
  waiting: 'job_not_found',
  created: (id) => ({ id, upload_uri: uploadUri }),
  executed: () => json(200, {}),
});

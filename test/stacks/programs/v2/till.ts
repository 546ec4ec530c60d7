// Prints the receipts of a till in the manner of axios: a body of null is sent as an empty form, and every status but 2xx
// throws.
import { readFileSync, writeFileSync } from 'node:fs';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { request as secureRequest } from 'node:https';

const { env } = process;
const mistake = env['MISTAKE'] ?? '';
const API = 'https://api.epsonconnect.com/api/2/printing';
const FORM = 'application/x-www-form-urlencoded';

interface Answer {
  readonly status: number;
  readonly data: Record<string, string>;
}

/** Sends an object as JSON, parameters as a form, and null as an empty form. */
function post(url: string, data: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  const isPlain = data === null || data instanceof URLSearchParams || Buffer.isBuffer(data);
  const body = Buffer.isBuffer(data)
    ? data
    : data === null
      ? ''
      : isPlain
        ? String(data)
        : JSON.stringify(data);
  const type = isPlain ? FORM : 'application/json';
  const accept = 'application/json, text/plain, */*';
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? secureRequest : request;
    const length = Buffer.byteLength(body);
    const usual = { Accept: accept, 'Content-Type': type, 'Content-Length': length };
    const sent = send(url, { method: 'POST', headers: { ...usual, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => {
        const { statusCode: status = 0 } = answer;
        // Text that is no JSON is left as it is, without an error.
        const data = text.startsWith('{') ? (JSON.parse(text) as Record<string, string>) : {};
        if (status >= 200 && status < 300) resolve({ status, data });
        else reject(new Error(`Request failed with status code ${status}: ${text}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}

const store = env['TOKENS'] ?? '';
const former = JSON.parse(readFileSync(store, 'utf8')) as Record<string, string>;
const [id, secret] = [env['EPSON_CONNECT_API_CLIENT_ID'], env['EPSON_CONNECT_API_CLIENT_SECRET']];
const form = new URLSearchParams({
  ...{ grant_type: 'refresh_token', refresh_token: former['refresh_token'] ?? '' },
});
const auth = { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
const { data: tokens } = await post('https://auth.epsonconnect.com/auth/token', form, auth);
writeFileSync(store, JSON.stringify(tokens));

const headers = {
  Authorization: `Bearer ${tokens['access_token']}`,
  'x-api-key': env['EPSON_CONNECT_API_KEY'],
};
const printSettings = {
  ...{ paperSize: 'ps_a4', paperType: 'pt_plainpaper', borderless: false, printQuality: 'normal' },
  ...{ paperSource: 'auto', colorMode: 'mono', doubleSided: 'none', copies: 2 },
};
const order = { jobName: 'Invoice 17 – Müller', printMode: 'document', printSettings };
const { data: job } = await post(`${API}/jobs`, order, headers);
const file = readFileSync(process.argv[2] ?? '');
// An address of its own instead of the one that was given.
const uri =
  mistake === 'upload-uri-rebuilt'
    ? `${new URL(job['uploadUri'] ?? '').origin}/data?Key=${job['jobId']}`
    : job['uploadUri'];
await post(`${uri}&File=1.pdf`, file, { 'Content-Type': 'application/octet-stream' });
const execute = `${API}/jobs/${job['jobId']}/print`;
// The second parameter of axios is the body, the third one has the headers.
await (mistake === 'headers-as-the-body' ? post(execute, { headers }) : post(execute, null, headers));
if (mistake === 'executes-again') await post(execute, null, headers);
console.log(`printed as job ${job['jobId']}`);

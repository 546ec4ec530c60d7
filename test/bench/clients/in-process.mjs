// Calls the token and the create operation by fetch, one after the other: `node in-process.mjs URL CALLS` over a socket,
// `node in-process.mjs msw CALLS` answered by MSW within this process. Writes `{ startMs, perSecond, cpuUs }`: MSW's
// start from its import, calls per second, and processor time per call, the client's included.

import { createRequire } from 'node:module';
import { jobOf, TOKEN } from '../servers/answers.mjs';

const [given, calls] = process.argv.slice(2);
const isMsw = given === 'msw';
const url = isMsw ? 'http://127.0.0.1' : given;

let startMs = 0;
if (isMsw) {
  const requirePeer = createRequire(new URL('../peers/', import.meta.url));
  const beganMs = performance.now();
  const [{ http, HttpResponse }, { setupServer }] = [requirePeer('msw'), requirePeer('msw/node')];
  const api = `${url}/api/1/printing`;
  const token = http.post(`${api}/oauth2/auth/token`, async ({ request }) => {
    const form = new URLSearchParams(await request.text());
    return HttpResponse.json(TOKEN, { status: form.has('grant_type') ? 200 : 400 });
  });
  const create = http.post(`${api}/printers/:device_id/jobs`, async ({ request }) => {
    const { job_name: name } = await request.json();
    return HttpResponse.json(jobOf(url), { status: name === undefined ? 400 : 201 });
  });
  setupServer(token, create).listen({ onUnhandledRequest: 'error' });
  startMs = performance.now() - beganMs;
}

const clientId = '0123456789abcdef0123456789abcdef';
async function call(path, headers, body) {
  const response = await fetch(url + path, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${response.status} of ${path}`);
  return response.json();
}
const basic = {
  Authorization: `Basic ${Buffer.from(`${clientId}:${clientId}${clientId}`).toString('base64')}`,
};
const form = 'grant_type=password&username=mock.printer%40print.epsonconnect.com&password=';
async function pair() {
  const { access_token: token, subject_id: device } = await call(
    '/api/1/printing/oauth2/auth/token?subject=printer',
    { ...basic, 'Content-Type': 'application/x-www-form-urlencoded' },
    form,
  );
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  await call(`/api/1/printing/printers/${device}/jobs`, headers, '{"job_name":"a","print_mode":"document"}');
}

for (let count = 0; count < Number(calls) / 10; count += 1) await pair();
const startedMs = performance.now();
const cpu = process.cpuUsage();
for (let count = 0; count < Number(calls) / 2; count += 1) await pair();
const tookMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(cpu);
const result = {
  startMs,
  perSecond: (Number(calls) / tookMs) * 1000,
  cpuUs: (user + system) / Number(calls),
};
process.stdout.write(JSON.stringify(result), () => process.exit());

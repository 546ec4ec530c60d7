// Prints by fetch, as a function does that has no disk: its tokens come from outside, and it waits for the paper.
import { readFile, writeFile } from 'node:fs/promises';

const { env } = process;
const mistake = env['MISTAKE'] ?? '';
const api = 'https://api.epsonconnect.com/api/2/printing';
const [, , file = ''] = process.argv;
const store = env['TOKENS'] ?? '';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

async function call(url: string, status: number, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { method: 'POST', ...init });
  if (answer.status === status) return answer;
  throw new Error(`${new URL(url).pathname}: ${answer.status} ${await answer.text()}`);
}

async function refreshed(): Promise<Tokens> {
  const { refresh_token } = JSON.parse(await readFile(store, 'utf8')) as Tokens;
  const basic = btoa(`${env['EPSON_CONNECT_API_CLIENT_ID']}:${env['EPSON_CONNECT_API_CLIENT_SECRET']}`);
  const form = { grant_type: 'refresh_token', refresh_token };
  // An object of parameters sets the type of a form; a text of JSON is one of plain text.
  const body = mistake === 'token-by-json' ? JSON.stringify(form) : new URLSearchParams(form);
  const headers = { Authorization: `Basic ${basic}` };
  const answer = await call('https://auth.epsonconnect.com/auth/token', 200, { headers, body });
  const text = await answer.text();
  await writeFile(store, text);
  return JSON.parse(text) as Tokens;
}

const { access_token } = await refreshed();
const headers = {
  Authorization: `Bearer ${access_token}`,
  'x-api-key': env['EPSON_CONNECT_API_KEY'] ?? '',
  'Content-Type': 'application/json',
};
const printSettings = {
  ...{ paperSize: 'ps_a4', paperType: 'pt_plainpaper', borderless: false, printQuality: 'normal' },
  ...{ paperSource: 'auto', colorMode: 'mono', copies: 2 },
  doubleSided: mistake === 'duplex-by-edge' ? 'long_edge' : 'none',
};
const order = { jobName: 'Invoice 17 – Müller', printMode: 'document', printSettings };
const created = await call(`${api}/jobs`, 201, { headers, body: JSON.stringify(order) });
const { jobId, uploadUri } = (await created.json()) as { jobId: string; uploadUri: string };
const bytes = await readFile(file);
if (mistake === 'object-as-the-file') {
  // An object, which fetch sends as the text of it.
  await call(`${uploadUri}&File=1.pdf`, 200, { body: { bytes } as unknown as BodyInit });
} else {
  // The headers of the other calls, which the host takes here too.
  const type = { ...headers, 'Content-Type': 'application/pdf' };
  await call(`${uploadUri}&File=1.pdf`, 200, { headers: type, body: new Blob([bytes]) });
}
// Without the guard, this breaks where the answer is empty.
const accepted = await call(`${api}/jobs/${jobId}/print`, 202, { headers });
if (mistake === 'accepted-as-json') await accepted.json();
console.log(`printed as job ${jobId}`);

const ENDED = ['canceled', 'error_occurred', 'completed', 'expired'];
const STOPPED = ['media_empty', 'media_jam', 'marker_supply_empty', 'stopped_other'];
const ends = mistake === 'stopped-as-the-end' ? [...ENDED, ...STOPPED] : ENDED;
for (;;) {
  const answer = await call(`${api}/jobs/${jobId}`, 200, { headers, method: 'GET' });
  const { status } = (await answer.json()) as { status: string };
  if (!ends.includes(status)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    continue;
  }
  if (status === 'completed') break;
  throw new Error(`not printed: ${status}`);
}

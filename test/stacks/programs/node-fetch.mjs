// Prints by the fetch of Node, the whole file at once, as most scripts do.
import { readFile } from 'node:fs/promises';

const API = 'https://api.epsonconnect.com/api/1/printing';
const {
  EPSON_CONNECT_API_CLIENT_ID: id,
  EPSON_CONNECT_API_CLIENT_SECRET: secret,
  EPSON_CONNECT_API_PRINTER_EMAIL: printer,
} = process.env;

async function post(url, status, headers, body) {
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${new URL(url).pathname}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const auth = await post(
  `${API}/oauth2/auth/token?subject=printer`,
  200,
  { Authorization: `Basic ${btoa(`${id}:${secret}`)}` },
  new URLSearchParams({ grant_type: 'password', username: printer, password: '' }),
);
const jobs = `${API}/printers/${auth.subject_id}/jobs`;
const bearer = { Authorization: `Bearer ${auth.access_token}` };
const print_setting = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'mono',
  copies: 2,
};
const job = await post(
  jobs,
  201,
  { ...bearer, 'Content-Type': 'application/json;charset=utf-8' },
  JSON.stringify({ job_name: 'Invoice 17 – Müller', print_mode: 'document', print_setting }),
);
await post(
  `${job.upload_uri}&File=1.pdf`,
  200,
  { 'Content-Type': 'application/octet-stream' },
  await readFile(process.argv[2]),
);
await post(`${jobs}/${job.id}/print`, 200, bearer);
console.log(`printed as job ${job.id}`);

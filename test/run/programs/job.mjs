// One job by Node, with the host's name in it. The arguments are the file and what makes the requests: fetch or https.
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import { text } from 'node:stream/consumers';

const [file, how] = process.argv.slice(2);
const {
  EPSON_CONNECT_API_CLIENT_ID: id,
  EPSON_CONNECT_API_CLIENT_SECRET: secret,
  EPSON_CONNECT_API_PRINTER_EMAIL: username,
} = process.env;

async function byFetch(url, headers, body) {
  return (await fetch(url, { method: 'POST', headers, body })).text();
}

function byHttps(url, headers, body = '') {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method: 'POST', headers }, (answer) => resolve(text(answer)));
    request.once('error', reject).end(body);
  });
}

const post = how === 'https' ? byHttps : byFetch;
const host = 'https://api.epsonconnect.com/api/1/printing';
const form = String(new URLSearchParams({ grant_type: 'password', username, password: '' }));
const basic = {
  Authorization: `Basic ${btoa(`${id}:${secret}`)}`,
  'Content-Type': 'application/x-www-form-urlencoded',
};
const auth = JSON.parse(await post(`${host}/oauth2/auth/token?subject=printer`, basic, form));
const jobs = `${host}/printers/${auth.subject_id}/jobs`;
const bearer = { Authorization: `Bearer ${auth.access_token}` };
const asked = JSON.stringify({ job_name: `by ${how}`, print_mode: 'document' });
const job = JSON.parse(await post(jobs, { ...bearer, 'Content-Type': 'application/json' }, asked));
await post(
  `${job.upload_uri}&File=1.pdf`,
  { 'Content-Type': 'application/octet-stream' },
  await readFile(file),
);
process.stdout.write(await post(`${jobs}/${job.id}/print`, bearer));

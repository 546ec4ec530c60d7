// Bare node:http that answers the four steps and keeps an upload as a file: `node node-http.mjs PORT FOLDER [KEY CERT]`.

import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { jobOf, jobOfV2, stepOf, TOKEN, TOKEN_V2 } from './answers.mjs';

const [port, folder, key, cert] = process.argv.slice(2);
const [job, jobV2] = [jobOf, jobOfV2].map((of) => of(`http://127.0.0.1:${port}`));
let files = 0;

function send(response, status, value) {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function listener(request, response) {
  const step = stepOf(request.url);
  if (step === 'upload') {
    await pipeline(request, createWriteStream(join(folder, `${(files += 1)}.pdf`)));
    response.writeHead(200, { 'Content-Length': 0 }).end();
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += chunk;
  if (request.url === '/_mock/api/authorize') return send(response, 200, {});
  if (request.url === '/auth/token')
    return send(response, new URLSearchParams(body).has('grant_type') ? 200 : 400, TOKEN_V2);
  if (request.url === '/api/2/printing/jobs')
    return send(response, JSON.parse(body).jobName === undefined ? 400 : 201, jobV2);
  if (step === 'token') send(response, new URLSearchParams(body).has('grant_type') ? 200 : 400, TOKEN);
  else if (step === 'create') send(response, JSON.parse(body).job_name === undefined ? 400 : 201, job);
  else send(response, request.url.startsWith('/api/2/') ? 202 : 200, {});
}

const server =
  key === undefined
    ? createServer(listener)
    : (await import('node:https')).createServer(
        { key: readFileSync(key), cert: readFileSync(cert) },
        listener,
      );
server.listen(Number(port), '127.0.0.1');

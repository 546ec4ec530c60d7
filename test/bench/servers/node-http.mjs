// Bare node:http that answers the four steps and keeps an upload as a file: `node node-http.mjs PORT FOLDER [KEY CERT]`.

import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { jobOf, stepOf, TOKEN } from './answers.mjs';

const [port, folder, key, cert] = process.argv.slice(2);
const job = jobOf(`http://127.0.0.1:${port}`);
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
  if (step === 'token') send(response, new URLSearchParams(body).has('grant_type') ? 200 : 400, TOKEN);
  else if (step === 'create') send(response, JSON.parse(body).job_name === undefined ? 400 : 201, job);
  else send(response, 200, {});
}

const server =
  key === undefined
    ? createServer(listener)
    : (await import('node:https')).createServer(
        { key: readFileSync(key), cert: readFileSync(cert) },
        listener,
      );
server.listen(Number(port), '127.0.0.1');

// Bare Express 5 with its own body parsers, as a person would write it: `node express.mjs PORT FOLDER`.

import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { jobOf, jobOfV2, TOKEN, TOKEN_V2 } from './answers.mjs';

const express = createRequire(new URL('../peers/', import.meta.url))('express');
const [port, folder] = process.argv.slice(2);
const [job, jobV2] = [jobOf, jobOfV2].map((of) => of(`http://127.0.0.1:${port}`));
let files = 0;

const app = express();
app.post(
  '/api/1/printing/oauth2/auth/token',
  express.urlencoded({ extended: false }),
  (request, response) => {
    response.status(request.body.grant_type === undefined ? 400 : 200).json(TOKEN);
  },
);
app.post('/api/1/printing/printers/:device_id/jobs', express.json(), (request, response) => {
  response.status(request.body.job_name === undefined ? 400 : 201).json(job);
});
app.post(['/:container/v1/storage/PostData', '/data'], async (request, response) => {
  await pipeline(request, createWriteStream(join(folder, `${(files += 1)}.pdf`)));
  response.end();
});
app.post('/api/1/printing/printers/:device_id/jobs/:job_id/print', (request, response) => response.json({}));
app.post('/auth/token', express.urlencoded({ extended: false }), (request, response) => {
  response.status(request.body.grant_type === undefined ? 400 : 200).json(TOKEN_V2);
});
app.post('/api/2/printing/jobs', express.json(), (request, response) => {
  response.status(request.body.jobName === undefined ? 400 : 201).json(jobV2);
});
app.post('/api/2/printing/jobs/:job_id/print', (request, response) => response.status(202).json({}));
app.post('/_mock/api/authorize', (request, response) => response.json({}));
process.once('SIGTERM', () => process.exit());
app.listen(Number(port), '127.0.0.1');

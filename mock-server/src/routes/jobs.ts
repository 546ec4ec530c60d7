import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { CreatedJob } from '../domain/contract.js';
import type { Host } from '../domain/host.js';
import { Refusal } from '../domain/refusal.js';
import { exchangeOf } from '../journal/exchange.js';
import { readJobRequest } from '../rules/job-request.js';
import { checkJsonType, readJsonObject } from '../rules/json-body.js';
import { BodyError, readText } from '../wire/body.js';
import { sendJson } from '../wire/send.js';
import { originOf } from '../wire/target.js';
import { identifyCaller } from './caller.js';
import { uploadPath } from './storage.js';

/** Step 2: creates a job and hands out the URI for its file. */
export function createPrintJob(host: Host) {
  return async (request: Request<{ device_id: string }>, response: Response): Promise<void> => {
    const exchange = exchangeOf(request);
    const { world, printer } = identifyCaller(host, request, request.params.device_id);
    checkJsonType(request.headers['content-type']);
    const body = readJsonObject(await readBody(request, response));
    const asked = readJobRequest(body, host.assumptions, (warning) => exchange.warnings.push(warning));
    const job = world.jobs.create(printer, asked);
    exchange.jobId = job.id;
    const answer: CreatedJob = { id: job.id, upload_uri: originOf(request) + uploadPath(job.uploadKey) };
    sendJson(response, 201, answer);
  };
}

/** Step 4: executes a job. The body does not matter; clients send none, `{}`, `null` or an empty form. */
export function executePrint(host: Host) {
  return async (
    request: Request<{ device_id: string; job_id: string }>,
    response: Response,
  ): Promise<void> => {
    const exchange = exchangeOf(request);
    const { world, printer } = identifyCaller(host, request, request.params.device_id);
    const body = (await readBody(request, response)).trim();
    if (!['', '{}', 'null'].includes(body)) {
      exchange.warnings.push({
        rule: 'body-ignored',
        hint: 'Execute takes no body; what was sent is ignored. Settings belong into print setting, before the upload.',
      });
    }
    const job = world.jobs.byId(printer, request.params.job_id);
    exchange.jobId = job.id;
    await world.jobs.execute(job);
    sendJson(response, 200, {});
  };
}

async function readBody(request: IncomingMessage, response: ServerResponse): Promise<string> {
  try {
    return await readText(request, response);
  } catch (error) {
    if (error instanceof BodyError) throw new Refusal('body-unreadable', error.message);
    throw error;
  }
}

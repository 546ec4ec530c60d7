import { once } from 'node:events';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { createServer, get, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { hintOf, newClient, PDF } from '../support/mock/client.js';
import { holdUpload } from '../support/http/held-upload.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { listen } from '../support/http/listen.js';

/** Returns the names in the folder of files that were not printed. */
function incomingOf(dataDir: string): string[] {
  const folder = join(dataDir, 'incoming');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('a file that arrives too late is refused, and not left behind:', () => {
  it('after execute, which printed the file before it', async () => {
    const dataDir = newFolder();
    const { client } = dataDirClient(dataDir);
    const caller = await client.authenticate();
    const job = await client.job(caller);
    await client.upload(job.upload_uri).expect(200);
    const first = client.host.control.jobs()[0]?.document?.sha256;
    const finish = await holdUpload(client.host, job.upload_uri);
    await client.execute(caller, job.id).expect(200);
    await client.host.control.waitFor({ kind: 'job_status', job_id: job.id, status: 'completed' });
    expect(await finish()).toEqual({
      status: 404,
      hint: expect.stringMatching(/^key-spent: .*was executed already/),
    });
    expect(client.host.control.jobs()).toMatchObject([
      { document: { sha256: first, size_bytes: PDF.length } },
    ]);
    // The first one moved to the printed ones; the late one is gone.
    expect(incomingOf(dataDir)).toEqual([]);
  });

  it('after a cancel', async () => {
    const dataDir = newFolder();
    const { client } = dataDirClient(dataDir);
    const caller = await client.authenticate();
    const job = await client.job(caller);
    const finish = await holdUpload(client.host, job.upload_uri);
    await client.call(caller, 'post', `/jobs/${job.id}/cancel`).expect(200);
    expect(await finish()).toEqual({
      status: 404,
      hint: expect.stringMatching(/^key-spent: .*is canceled/),
    });
    expect(client.host.control.jobs()).toMatchObject([{ status: 'canceled', document: null }]);
    expect(incomingOf(dataDir)).toEqual([]);
  });

  it('after a reset', async () => {
    const dataDir = newFolder();
    const { client } = dataDirClient(dataDir);
    const { upload_uri } = await client.job(await client.authenticate());
    const finish = await holdUpload(client.host, upload_uri);
    await client.host.control.reset();
    expect(await finish()).toEqual({ status: 404, hint: expect.stringMatching(/^key-spent: /) });
    expect(incomingOf(dataDir)).toEqual([]);
  });
});

it('leaves no empty file on the disk where an empty upload is refused', async () => {
  const dataDir = newFolder();
  const { client } = dataDirClient(dataDir, { assume: { 'empty-upload': 'refuse' } });
  const job = await client.job(await client.authenticate());
  const refused = await client.upload(job.upload_uri, undefined, '', { 'Content-Length': '0' });
  expect(hintOf(refused)).toMatch(/^upload-empty: /);
  expect(incomingOf(dataDir)).toEqual([]);
  expect(client.host.control.jobs()).toMatchObject([{ document: null }]);
});

it('keeps one file of a job whose file was replaced', async () => {
  const dataDir = newFolder();
  const { client } = dataDirClient(dataDir);
  const job = await client.job(await client.authenticate());
  await client.upload(job.upload_uri, undefined, 'the first').expect(200);
  await client.upload(job.upload_uri, undefined, 'the second').expect(200);
  expect(incomingOf(dataDir)).toHaveLength(1);
});

it('executes a job whose file could not be read before, once, when it can be read', async () => {
  const { client } = dataDirClient(newFolder());
  const caller = await client.authenticate();
  // A document that no host has looked into before.
  const id = await client.uploadedJob(
    caller,
    undefined,
    `${PDF.toString('latin1')}\n% ${Math.random()}\n%%EOF\n`,
  );
  const path = client.host.control.jobs()[0]?.document?.path ?? '';
  renameSync(path, `${path}.away`);
  const failed = await client.execute(caller, id);
  expect([failed.status, hintOf(failed)]).toEqual([500, expect.stringMatching(/^storage-failed: /)]);
  expect(client.host.control.jobs()).toMatchObject([
    { status: 'pending_held', status_reason: 'job_incoming', executed_at: null },
  ]);
  renameSync(`${path}.away`, path);
  await client.execute(caller, id).expect(200);
  await client.host.control.waitFor({ kind: 'job_printed', job_id: id });
  expect(client.host.control.jobs()).toMatchObject([{ status: 'completed', status_reason: '' }]);
  await client.execute(caller, id).expect(405);
});

it('writes no more to a stream of the journal whose reader has gone', async () => {
  const client = newClient();
  const responses: ServerResponse[] = [];
  const server = createServer((request, response) => {
    responses.push(response);
    client.host.app(request, response);
  });
  const reading = get({ port: await listen(server), path: '/_mock/api/journal/stream' });
  await once(reading, 'response');
  const [stream] = responses as [ServerResponse];
  const write = vi.spyOn(stream, 'write');
  await client.authenticate();
  expect(write).toHaveBeenCalledTimes(1);
  reading.destroy();
  await once(stream, 'close');
  await client.authenticate();
  expect(write).toHaveBeenCalledTimes(1);
});

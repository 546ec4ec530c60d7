import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EpsonConnect } from '../index.js';
import { clientId, clientSecret, printerEmail, rejection } from '../test-support/fake-host.js';
import { startServer } from '../test-support/http-server.js';
import { fileDocument } from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epson-connect-sdk-'));
  await writeFile(join(folder, 'Bericht März.pdf'), '%PDF-1.4');
});
afterAll(() => rm(folder, { recursive: true }));

describe('fileDocument', () => {
  it('gives name and bytes of a file, by path and by file URL', async () => {
    const path = join(folder, 'Bericht März.pdf');
    for (const way of [path, pathToFileURL(path)]) {
      const { name, data } = await fileDocument(way);
      expect(name).toBe('Bericht März.pdf');
      expect(await (data as Blob).text()).toBe('%PDF-1.4');
    }
  });

  it.each([
    ['that is not there', 'nothing.pdf', 'ENOENT'],
    ['that is a folder', '.', 'not a file'],
  ])('refuses a path %s, and names it', async (_, path, words) => {
    const error = await rejection(fileDocument(join(folder, path)));
    expect(error).toMatchObject({ name: 'DocumentError', code: 'unreadable_document' });
    expect((error as Error).message).toContain(join(folder, path));
    expect((error as Error).message).toContain(words);
  });

  it.each([undefined, 7, new URL('https://host.test/a.pdf')])('refuses %s', async (path) => {
    expect(await rejection(fileDocument(path as never))).toMatchObject({ name: 'DocumentError' });
  });

  it('says so when the file has changed before it was read', async () => {
    const path = join(folder, 'changing.pdf');
    await writeFile(path, Buffer.alloc(100_000));
    const document = await fileDocument(path);
    await truncate(path, 10);
    await using server = await startServer();
    const epson = new EpsonConnect({ clientId, clientSecret, printerEmail });
    const job = { id: 'j1', upload_uri: `${server.url}/PostData?Key=k` };
    for (const options of [{}, { onProgress() {} }]) {
      const error = await rejection(epson.upload(job, document, options));
      expect(error).toMatchObject({
        name: 'DocumentError',
        code: 'unreadable_document',
        step: 'upload',
        job_id: 'j1',
      });
    }
    expect(server.arrived).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { appendFile, chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EpsonConnect } from '../index.js';
import { clientId, clientSecret, printerEmail, rejection } from '../test/fake-host.js';
import { startServer } from '../test/http-server.js';
import { fileDocument } from './index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epson-connect-sdk-'));
  await writeFile(join(folder, 'Bericht März.pdf'), '%PDF-1.4');
});
afterAll(() => rm(folder, { recursive: true }));

/** A client, and a job whose file goes to a server of this test. */
async function uploading(begin?: Parameters<typeof startServer>[1]) {
  const server = await startServer(undefined, begin);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const epson = new EpsonConnect({ clientId, clientSecret, printerEmail });
  return { server, epson, job: { id: 'j1', upload_uri: `${server.url}/PostData?Key=k` } };
}

/** Returns how often this process has the file open, where the system tells. */
const openings = (path: string) =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;

describe('fileDocument', () => {
  it('gives name and bytes of a file, by path and by file URL', async () => {
    const path = join(folder, 'Bericht März.pdf');
    for (const way of [path, pathToFileURL(path)]) {
      const { name, data } = await fileDocument(way);
      expect(name).toBe('Bericht März.pdf');
      expect(await data.text()).toBe('%PDF-1.4');
    }
  });

  it.each([
    ['that is not there', 'nothing.pdf', 'ENOENT'],
    ['that is a folder', '.', 'it is a folder, not a file'],
  ])('refuses a path %s, and names it', async (_, path, words) => {
    const error = await rejection(fileDocument(join(folder, path)));
    expect(error).toMatchObject({ name: 'DocumentError', code: 'unreadable_document' });
    expect((error as Error).message).toContain(join(folder, path));
    expect((error as Error).message).toContain(words);
  });

  it.each([undefined, 7, new URL('https://host.test/a.pdf')])('refuses %s', async (path) => {
    expect(await rejection(fileDocument(path as never))).toMatchObject({ name: 'DocumentError' });
  });

  it('says so when the file has changed before it is read, or while it is', async () => {
    const path = join(folder, 'changing.pdf');
    await writeFile(path, Buffer.alloc(2_000_000));
    const { server, epson, job } = await uploading();
    const wanted = { name: 'DocumentError', code: 'unreadable_document', step: 'upload', job_id: 'j1' };
    const document = await fileDocument(path);
    await truncate(path, 10);
    expect(await rejection(epson.upload(job, document))).toMatchObject({
      ...wanted,
      message: expect.stringContaining('has changed since it was looked at: 2000000 bytes then, 10 now'),
    });
    for (const change of [() => truncate(path, 5), () => appendFile(path, 'more')]) {
      await writeFile(path, Buffer.alloc(2_000_000));
      let changed: Promise<void> | undefined;
      const { name, sizeBytes, stream } = await fileDocument(path);
      const changing = async function* () {
        for await (const piece of stream()) {
          yield piece;
          await (changed ??= change());
        }
      };
      const error = await rejection(epson.upload(job, { stream: changing, name, sizeBytes }));
      expect(error).toMatchObject({ ...wanted, message: expect.stringContaining('has changed since') });
    }
    expect(server.arrived).toEqual([]);
  });

  it('sends an empty file where that is asked for', async () => {
    const path = join(folder, 'empty.pdf');
    await writeFile(path, '');
    const { server, epson, job } = await uploading();
    const document = await fileDocument(path);
    expect(await rejection(epson.upload(job, document))).toMatchObject({ code: 'empty_document' });
    await epson.upload(job, document, { allowEmpty: true });
    expect(server.arrived).toMatchObject([{ headers: { 'content-length': '0' } }]);
  });

  it.skipIf(process.platform === 'win32')('refuses a named pipe without waiting for it', async () => {
    const path = join(folder, 'pipe.pdf');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    expect(await rejection(fileDocument(path))).toMatchObject({
      message: expect.stringContaining('it is a named pipe, not a file. Pass { stream, name }'),
    });
  });

  // The administrator reads everything, and Windows has no such mode.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'refuses a file that it may not read',
    async () => {
      const path = join(folder, 'secret.pdf');
      await writeFile(path, 'x');
      await chmod(path, 0);
      expect(await rejection(fileDocument(path))).toMatchObject({
        message: expect.stringContaining('EACCES'),
      });
    },
  );

  it.skipIf(!existsSync('/proc/self/fd'))(
    'has the file open only while it is read, whichever way that ends',
    async () => {
      const path = join(folder, 'handles.pdf');
      await writeFile(path, Buffer.alloc(8_000_000));
      const document = await fileDocument(path);
      expect(openings(path)).toBe(0);

      const { epson, job } = await uploading();
      let mostOpenings = 0;
      const onProgress = () => (mostOpenings = Math.max(mostOpenings, openings(path)));
      await epson.upload(job, document, { onProgress });
      expect(mostOpenings).toBe(1);
      await expect.poll(() => openings(path)).toBe(0);

      const controller = new AbortController();
      const deaf = await uploading((request) => {
        request.pause();
        controller.abort('enough');
      });
      expect(await rejection(deaf.epson.upload(deaf.job, document, { signal: controller.signal }))).toBe(
        'enough',
      );
      await expect.poll(() => openings(path)).toBe(0);

      const broken = await uploading((request) => request.socket.destroy());
      expect(await rejection(broken.epson.upload(broken.job, document))).toMatchObject({
        name: 'ConnectionError',
      });
      await expect.poll(() => openings(path)).toBe(0);
    },
  );
});

import { createServer } from 'node:http';
import { DocumentError, type PrintDocument } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { PDF } from '../support/mock/client.js';
import { document, journey, rejection } from '../support/mock/journey.js';
import { measureMemory } from '../support/processes/memory.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';
import { newFolder } from '../support/folder.js';
import { listen } from '../support/http/listen.js';

const MB = 1024 * 1024;
const bytes = new Uint8Array(PDF);

/** A host for uploads only: the targets that it is asked for, as they come over the wire. */
async function storage(): Promise<{ url: string; targets: string[] }> {
  const targets: string[] = [];
  const server = createServer((request, response) => {
    targets.push(request.url ?? '');
    request.resume().on('end', () => response.end());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, targets };
}

describe('an upload', () => {
  it("U1: of 512 MB is never in memory: the SDK's buffers and the mock's memory rise by less than 64 MB", async () => {
    const folder = newFolder();
    const { sdkBuffersBytes, mockBytes } = await measureMemory(folder, 512 * MB);
    expect(sdkBuffersBytes).toBeLessThan(64 * MB);
    expect(mockBytes).toBeLessThan(64 * MB);
  });

  it('U2: goes to the host that the upload URI names', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journey({ uploadPort: 0 }, { fetch: wire.fetch });
    await epson.print(document);
    const upload = wire.sent.find(({ path }) => path.endsWith('/PostData'));
    expect(new URL(upload?.url ?? '').origin).toBe(host.uploadUrl);
    expect(host.uploadUrl).not.toBe(host.url);
    expect(host.control.jobs()).toMatchObject([{ executed_at: expect.any(String) }]);
  });

  it('U3: leaves a signed query as it is, and adds one File', async () => {
    const { epson } = await journey();
    const { url, targets } = await storage();
    const queries = [
      'Key=a+b%2Bc==&Sig=%2f%2F=&Z=%C3%A9',
      'Key=ab&File=1.jpg',
      'File=1.jpg&Key=a%20b',
      'Key=ab&',
    ];
    for (const query of queries)
      await epson.upload({ id: 'a', upload_uri: `${url}/c0/v1/storage/PostData?${query}` }, document);
    expect(targets.map((target) => target.replace(/^.*\?/, ''))).toEqual([
      'Key=a+b%2Bc==&Sig=%2f%2F=&Z=%C3%A9&File=1.pdf',
      'Key=ab&File=1.pdf',
      'Key=a%20b&File=1.pdf',
      'Key=ab&File=1.pdf',
    ]);
  });

  it('U4: carries neither the access token nor any other key', async () => {
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    await epson.print(document);
    const upload = wire.sent.find(({ path }) => path.endsWith('/PostData'));
    expect([...(upload?.headers.keys() ?? [])]).toEqual(['content-type']);
    expect(wire.bearers()).toHaveLength(2);
  });

  it('U5: says what the file is, as the description has it', async () => {
    const { host, epson } = await journey();
    for (const name of ['a.jpg', 'b.jpeg', 'c.png', 'd.pdf', 'e.docx'])
      await epson.print({ data: bytes, name }, { print_mode: 'photo' });
    const types = host.control.jobs().map((job) => [job.document?.name, job.document?.content_type]);
    expect(types).toEqual([
      ['1.jpg', 'image/jpeg'],
      ['1.jpeg', 'image/jpeg'],
      ['1.png', 'application/octet-stream'],
      ['1.pdf', 'application/octet-stream'],
      ['1.docx', 'application/octet-stream'],
    ]);
  });

  it('U6: finds the extension, whatever the name looks like, or says that there is none', async () => {
    const { host, epson, operations } = await journey();
    const refused = { data: bytes, name: 'README' };
    expect(await rejection(epson.print(refused))).toMatchObject({
      name: 'DocumentError',
      code: 'unknown_document_type',
      message: expect.stringMatching(/README.*pdf/s),
    });
    await expect(epson.print(new Blob([bytes]))).rejects.toThrow(DocumentError);
    expect(operations()).toEqual([]);
    const documents: PrintDocument[] = [
      { data: bytes, name: 'A.PDF' },
      { data: bytes, name: 'https://host.example/a/x.pdf?sig=1' },
      new Blob([bytes], { type: 'application/pdf' }),
      new File([bytes], 'archive.tar.Pdf'),
    ];
    for (const each of documents) await epson.print(each);
    expect(host.control.jobs().map((job) => job.document?.name)).toEqual(documents.map(() => '1.pdf'));
  });

  it('U7: of a text is refused, and nothing is fetched', async () => {
    const { url, targets } = await storage();
    const { epson, operations } = await journey();
    for (const text of [`${url}/secret.pdf`, '/etc/hostname.pdf', 'file:///etc/hostname.pdf'])
      expect(await rejection(epson.print(text as never))).toMatchObject({
        name: 'DocumentError',
        code: 'invalid_document',
        message: expect.stringContaining('fileDocument'),
      });
    expect([targets, operations()]).toEqual([[], []]);
  });

  it.each(['', '{}', 'OK', '<html>'])('U8: answered 200 with the body "%s" has succeeded', async (body) => {
    const wire = recordingFetch(async ({ path }, init) => {
      if (!path.endsWith('/PostData')) return undefined;
      // The address of the real host is replaced, so that the job has its file.
      const { status } = await fetch(`${host.url}${path}?${key}&File=1.pdf`, init);
      return new Response(body, { status });
    });
    let key = '';
    const { host, epson } = await journey({}, { fetch: wire.fetch });
    const job = await epson.createJob({ job_name: 'a' });
    key = new URL(job.upload_uri).search.slice(1);
    expect(await epson.upload(job, document)).toBeUndefined();
    await epson.execute(job);
    expect(host.control.jobs()).toMatchObject([{ executed_at: expect.any(String) }]);
  });
});

import { deflateSync } from 'node:zlib';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, PDF } from '../support/mock/client.js';
import { officeEntries, zip } from '../support/http/made-files.js';
import { startMeasured } from '../support/processes/memory.js';

/** A PDF whose cross-reference stream is what a test makes of it. */
function pdf(rows: Buffer, dictionary: string): Buffer {
  const packed = deflateSync(rows, { level: 9 });
  const head =
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 3 >>\nendobj\n';
  return Buffer.concat([
    Buffer.from(
      `${head}9 0 obj\n<< /Type /XRef ${dictionary} /Root 1 0 R /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF\n`),
  ]);
}

function plainPdf(pages: string): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', pages].map(
    (body, at) => `${at + 1} 0 obj\n${body}\nendobj\n`,
  );
  return Buffer.from(`%PDF-1.4\n${objects.join('')}trailer\n<< /Size 3 /Root 1 0 R >>\n%%EOF\n`);
}

/** Every image directory begins six bytes after the one before. */
function tiff(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  for (let at = 8; at + 12 < sizeBytes; at += 6) bytes.writeUInt32LE(at + 6, at + 2);
  return bytes;
}

async function start() {
  const host = await startMockHost({ pace: 'instant' });
  onTestFinished(() => host.close());
  return { host, client: new Client(host) };
}

const ENDLESS = pdf(Buffer.alloc(100), '/Size 2000000000 /W [0 0 0] /Index [0 2000000000]');

describe('a hostile document', () => {
  it('that keeps its reader busy for ever delays no other call, and its job is executed all the same', async () => {
    const { host, client } = await start();
    const order: string[] = [];
    const printing = client.print(ENDLESS).then(() => order.push('hostile print'));
    const caller = await client.authenticate();
    for (let count = 0; count < 20; count += 1) await client.job(caller);
    order.push('20 other calls');
    await printing;
    expect(order).toEqual(['20 other calls', 'hostile print']);
    // The machine decides which bound of its reader it meets first: time, memory of the process or memory of the thread.
    expect(host.control.journal.read({ rule: 'pages-assumed' })).toMatchObject([
      {
        warnings: [
          { hint: expect.stringMatching(/not read to its end|larger unpacked|than its reader can hold/) },
        ],
      },
    ]);
    await client.print(PDF);
    expect(host.control.jobs().at(-1)).toMatchObject({ status: 'completed', total_pages: 1 });
  });

  it.each<[string, string, () => Buffer, number]>([
    [
      'a stream that unpacks to 512 MB',
      '1.pdf',
      () => pdf(Buffer.alloc(2 ** 29), '/Size 99999999 /W [1 2 1]'),
      1,
    ],
    ['fewer pages than none', '1.pdf', () => plainPdf('<< /Type /Pages /Kids [2 0 R] /Count -5 >>'), 0],
    ['arrays in arrays, a million deep', '1.pdf', () => plainPdf('['.repeat(1_000_000)), 0],
    [
      'a page tree that is its own child',
      '1.pdf',
      () => plainPdf(`<< /Kids [${'2 0 R '.repeat(1000)}] >>`),
      1,
    ],
    ['300,000 images', '1.tiff', () => tiff(2_000_000), 10_000],
  ])('with %s ends as completed, with a number of pages', async (_what, name, make, pages) => {
    const { host, client } = await start();
    await client.executedJob(await client.authenticate(), undefined, make(), name);
    expect(host.control.jobs()).toMatchObject([{ status: 'completed', total_pages: pages }]);
  });

  it('that is an archive of 256 MB in 256 KB is not unpacked to its end', async () => {
    const [[name, types] = ['', ''], ...rest] = officeEntries('docx');
    // The entry that makes it an office file stands behind the bound.
    const bomb = (sizeBytes: number) =>
      zip([[name, Buffer.concat([Buffer.alloc(sizeBytes, ' '), Buffer.from(types)])], ...rest], true);
    const host = await startMeasured({ pace: 'instant' });
    onTestFinished(() => host.kill());
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
    const print = async (sizeBytes: number) => epson.print({ data: bomb(sizeBytes), name: '1.docx' });
    await print(1000);
    await host.watch();
    expect(bomb(2 ** 28).length).toBeLessThan(300_000);
    const job = await print(2 ** 28);
    // Its reader does not unpack all of it, and finds no office file in the part before the bound.
    await expect(epson.jobs.waitFor(job)).rejects.toMatchObject({ name: 'JobFailedError' });
    const { growthBytes } = await host.risen();
    expect(growthBytes).toBeLessThan(64 * 1024 * 1024);
  });
});

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { writeUpload } from './documents.js';

const folder = mkdtempSync(join(tmpdir(), 'writeUpload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = () => join(folder, String((files += 1)));
const nothing = () => {};

describe('underWay into a file', () => {
  it('writes every byte in its order, also what comes faster than the disk takes it', async () => {
    const path = newPath();
    const chunks = Array.from({ length: 50 }, (_, index) => Buffer.alloc(30_000, index));
    const seen: number[] = [];
    await writeUpload(Readable.from(chunks), createWriteStream(path), (chunk) => seen.push(chunk.length));
    expect(readFileSync(path).equals(Buffer.concat(chunks))).toBe(true);
    expect(seen).toEqual(chunks.map(({ length }) => length));
  });

  it('writes an empty file of an empty source', async () => {
    const path = newPath();
    await writeUpload(Readable.from([]), createWriteStream(path), nothing);
    expect(readFileSync(path)).toHaveLength(0);
  });

  it('asks for no more than the file takes', async () => {
    const source = new PassThrough();
    const file = createWriteStream(newPath());
    file.cork();
    const poured = writeUpload(source, file, nothing);
    source.write(Buffer.alloc(500_000));
    source.write(Buffer.alloc(100_000));
    await once(file, 'open');
    expect([source.isPaused(), file.bytesWritten]).toEqual([true, 0]);
    file.uncork();
    source.end();
    await poured;
    expect(file.bytesWritten).toBe(600_000);
  });

  it('ends with what is thrown of a chunk, and leaves the source as it is', async () => {
    const source = new PassThrough();
    source.write('abc');
    const poured = writeUpload(source, createWriteStream(newPath()), () => {
      throw new RangeError('too much');
    });
    await expect(poured).rejects.toThrow(RangeError);
    expect([source.destroyed, source.isPaused()]).toEqual([false, true]);
  });

  it.each<[string, (source: PassThrough) => void, string]>([
    ['fails', (source) => source.destroy(new Error('gone')), 'gone'],
    ['breaks off', (source) => source.destroy(), 'before it was complete'],
  ])('ends when the source %s', async (_how, end, message) => {
    const source = new PassThrough();
    const file = createWriteStream(newPath());
    const poured = writeUpload(source, file, nothing);
    source.write('abc');
    end(source);
    await expect(poured).rejects.toThrow(message);
    expect(file.closed).toBe(true);
  });

  it('ends at once when the source was gone before', async () => {
    const source = new PassThrough();
    source.destroy();
    await expect(writeUpload(source, createWriteStream(newPath()), nothing)).rejects.toThrow(
      'before it was complete',
    );
  });

  it('says why a file cannot be opened', async () => {
    const file = createWriteStream(join(folder, 'none', 'file'));
    await expect(writeUpload(Readable.from(['a']), file, nothing)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

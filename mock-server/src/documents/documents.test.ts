import { readFileSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DocumentStore } from './documents.js';
import { Folder } from './folder.js';

const PDF = readFileSync(new URL('../../../openapi/examples/sample.pdf', import.meta.url));

function newStore(): DocumentStore {
  const folder = new Folder(undefined);
  onTestFinished(() => folder.close());
  return new DocumentStore(folder);
}

const receive = (store: DocumentStore, bytes: Buffer) => store.receive(Readable.from([bytes]), 10_000_000);

describe('a document that came before', () => {
  it('is not read a second time to count its pages', async () => {
    const store = newStore();
    const [first, second] = [await receive(store, PDF), await receive(store, PDF)];
    const inspection = await store.inspect(first);
    rmSync(second.path);
    expect(await store.inspect(second)).toEqual(inspection);
  });

  it('is read again when it could not be read to its end', async () => {
    const store = newStore();
    const large = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5_000_000), Buffer.from('%%EOF')]);
    const [first, second] = [await receive(store, large), await receive(store, large)];
    expect(await store.inspect(first)).toHaveProperty('remark');
    rmSync(second.path);
    await expect(store.inspect(second)).rejects.toThrow('The job was not handed over');
  });
});

describe('what a document begins with', () => {
  it('is shown when it has arrived, in whatever pieces', async () => {
    const heads: string[] = [];
    const pieces = ['%', 'PDF', '-1.4', 'x'.repeat(5000), 'y'].map((piece) => Buffer.from(piece));
    const look = (head: Buffer) => void heads.push(head.toString());
    await newStore().receive(Readable.from(pieces), 1_000_000, look);
    expect(heads).toEqual([`%PDF-1.4${'x'.repeat(1016)}`]);
  });
});

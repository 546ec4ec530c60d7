import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fivePages } from './print-with.js';

/** Writes a file with the same five pages, in as many bytes as are asked for; it goes with the test. */
export async function fivePagesIn(sizeBytes: number): Promise<string> {
  const pages = await readFile(fivePages);
  // What leads a reader to its pages stands at the end of a PDF, and says where in the file to begin.
  const end = pages.subarray(pages.lastIndexOf('startxref'));
  const filling = Buffer.concat([Buffer.from('%'), randomBytes(sizeBytes - pages.length - end.length - 2)]);
  const folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'large.pdf');
  await writeFile(file, Buffer.concat([pages, filling, Buffer.from('\n'), end]));
  return file;
}

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fivePages } from './print-with.js';

/** Writes a file with the same five pages, in as many bytes as are asked for, into a folder. */
export async function fivePagesIn(folder: string, sizeBytes: number): Promise<string> {
  const pages = await readFile(fivePages);
  // The table that leads a reader to the pages stands at the end of a PDF, and holds offsets in the file.
  const end = pages.subarray(pages.lastIndexOf('startxref'));
  const filling = Buffer.concat([Buffer.from('%'), randomBytes(sizeBytes - pages.length - end.length - 2)]);
  const file = join(folder, 'large.pdf');
  await writeFile(file, Buffer.concat([pages, filling, Buffer.from('\n'), end]));
  return file;
}

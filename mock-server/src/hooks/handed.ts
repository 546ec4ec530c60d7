import { copyFile, link, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import type { JobDocument } from '../epson/domain/job.js';

/** The number of documents that stay under the name by which they were handed on. */
const MOST_HANDED = 200;

/**
 * Gives documents a name with their extension, which viewers go by, and which holds while the document itself moves: a
 * viewer that a command opened may look for it later.
 */
export class HandedDocuments {
  readonly #paths: string[] = [];

  /** @returns the path of the document under its name; its own where it cannot have another */
  async hand({ path, name }: JobDocument): Promise<string> {
    const handed = `${path}${extname(name)}`;
    try {
      // Not every file system has links.
      await link(path, handed).catch(() => copyFile(path, handed));
    } catch {
      return path;
    }
    this.#paths.push(handed);
    if (this.#paths.length > MOST_HANDED) await rm(this.#paths.shift() ?? '', { force: true });
    return handed;
  }

  async close(): Promise<void> {
    await Promise.all(this.#paths.splice(0).map((path) => rm(path, { force: true })));
  }
}

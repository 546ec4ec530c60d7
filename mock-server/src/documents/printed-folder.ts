import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The name of a printed document, and the attributes that are written beside it. */
export interface PrintLabel {
  readonly id: string;
  readonly executedAt: Date;
  /** The document's name, `1.` and the extension. Never a name from the wire. */
  readonly name: string;
  /** The content of `job.json`. */
  readonly attributes: object;
}

/**
 * Moves a document to those that were printed, for people to open. All of it is done at once and not by the thread pool:
 * some names and some hundred bytes take less time than the way there.
 *
 * @returns the path of the document
 * @throws what the file system says; the document is then where it was
 */
export type MovePrinted = (path: string, folder: string, label: PrintLabel) => string;

/**
 * Moves a document into a folder that outlives the host: `<UTC date-time> <job id>/1.<ext>` with a `job.json`. The folder appears under its
 * name only when both are in it, and stays.
 */
export const moveToKeptFolder: MovePrinted = (path, folder, label) => {
  const [draft, finished] = [join(folder, `.${label.id}`), join(folder, titleOf(label))];
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 });
    writeFileSync(join(draft, 'job.json'), `${JSON.stringify(label.attributes, null, 2)}\n`, { mode: 0o600 });
    renameSync(path, join(draft, label.name));
    renameSync(draft, finished);
  } catch (error) {
    try {
      renameSync(join(draft, label.name), path);
    } catch {
      // It did not come so far.
    }
    throw error;
  }
  return join(finished, label.name);
};

/**
 * Moves a document into a folder that goes with the host: `<UTC date-time> <job id>.<ext>`. A folder and a `job.json` for each document, which
 * the file system puts in another place of the disk, took most of the time of a print.
 */
export const moveToTemporaryFolder: MovePrinted = (path, folder, label) => {
  const finished = join(folder, `${titleOf(label)}${extname(label.name)}`);
  renameSync(path, finished);
  return finished;
};

/** 2026-11-22T14:03:05.123Z as `20261122T140305Z`: sorts by time and is a file name on every system. */
function titleOf({ executedAt, id }: PrintLabel): string {
  return `${executedAt.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z ${id}`;
}

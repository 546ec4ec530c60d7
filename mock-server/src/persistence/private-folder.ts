import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivate } from '../documents/regular-file.js';
import { reasonOf } from '../documents/storage-error.js';
import { namesIn } from './tidy.js';

/**
 * Names of the mock's own files in the folder. The control token is not among them: one that others could read is not used.
 */
const OWN = /^(?:(?:state|journal)\.log|format\.json|reserve|lock\.\d{1,9}|incoming|printed|damaged)$/;

/**
 * Takes the folder and what is the mock's own in it from other users, also where it was there before: it holds tokens.
 *
 * @param warn is told where that cannot be done
 */
export function takeFromOthers(path: string, warn: (hint: string) => void): void {
  const folder = realpathSync(path);
  try {
    makePrivate(folder);
  } catch (error) {
    const mode = (statSync(folder).mode & 0o777).toString(8);
    warn(
      `Others may use the folder ${path} (mode ${mode}), which holds tokens and documents, and its mode cannot be changed (${reasonOf(error)}). Run chmod 700 on it as its owner, or name another folder.`,
    );
  }
  const damaged = join(folder, 'damaged');
  const own = readdirSync(folder).filter((name) => OWN.test(name));
  for (const each of [
    ...own.map((name) => join(folder, name)),
    ...namesIn(damaged).map((name) => join(damaged, name)),
  ]) {
    try {
      makePrivate(each);
    } catch {
      // Somebody else's; nobody comes to it through a folder that is private, and of another one has been told.
    }
  }
}

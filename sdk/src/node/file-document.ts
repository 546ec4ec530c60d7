import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DocumentError, type NamedDocument } from '../index.js';

/**
 * A file on disk as a document. Only its size is looked at now; its bytes are read while they are sent, never all at
 * once. The name, and with it the type, is the file's.
 *
 * @throws {DocumentError} `unreadable_document`, when there is no such file or it cannot be read.
 *
 * @example
 * import { EpsonConnect } from 'epson-connect-sdk';
 * import { fileDocument } from 'epson-connect-sdk/node';
 * const job = await new EpsonConnect().print(await fileDocument('invoice-17.pdf'));
 */
export async function fileDocument(path: string | URL): Promise<NamedDocument> {
  try {
    const file = path instanceof URL ? fileURLToPath(path) : path;
    // openAsBlob takes a directory without a word and says of a missing file only that it cannot open it.
    if (!(await stat(file)).isFile()) throw new Error('it is not a file');
    return { data: await openAsBlob(file), name: basename(file) };
  } catch (cause) {
    throw new DocumentError(`The file ${String(path)} cannot be read: ${(cause as Error).message}.`, {
      code: 'unreadable_document',
      cause,
    });
  }
}

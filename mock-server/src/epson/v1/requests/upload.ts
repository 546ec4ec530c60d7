import { uploadFileNameValues } from '../../../generated/epson-connect.js';
import { Refusal } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/mask.js';
import { fileMissing, fileNameIn, howToAppend } from '../../requests/upload-query.js';
import { V1 } from '../words.js';

const EXTENSIONS = uploadFileNameValues.map((name) => name.slice('1.'.length));

/**
 * Reads the document's name: `1.` and a printable extension, which comes back in lower case.
 *
 * @throws Refusal when it is missing, repeated, another name, or of a type that does not print
 */
export function readFileName(query: URLSearchParams): string {
  const name = fileNameIn(query, V1);
  if (name === undefined) throw fileMissing(query, V1);
  const shown = JSON.stringify(excerpt(name, 60));
  const extension = /^1\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) {
    const what = /^1[A-Za-z]/.test(name) ? 'lacks the dot' : 'is not the digit 1, a dot and an extension';
    throw new Refusal(
      'file-name-wrong',
      `File is ${shown}, which ${what}. Its own name does not matter to the host. ${howToAppend(V1)}`,
    );
  }
  if (!EXTENSIONS.includes(extension)) {
    const mend = extension === 'tif' ? ' A TIFF is sent as &File=1.tiff.' : '';
    throw new Refusal(
      'type-not-printable',
      `File is ${shown}, and a file of that type does not print.${mend} These do: ${EXTENSIONS.join(', ')}.`,
    );
  }
  return `1.${extension}`;
}

/** `1.<ext>` for a file's own name. @throws Refusal `type-not-printable` */
export function uploadNameOf(ownName: string): string {
  const dot = ownName.lastIndexOf('.');
  return readFileName(new URLSearchParams({ File: `1.${dot < 0 ? 'none' : ownName.slice(dot + 1)}` }));
}

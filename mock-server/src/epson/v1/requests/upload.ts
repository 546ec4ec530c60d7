import { uploadFileNameValues } from '../../../generated/epson-connect.js';
import { Refusal } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/mask.js';

const EXTENSIONS = uploadFileNameValues.map((name) => name.slice('1.'.length));
const HOW = 'Append &File=1.<extension of the file> to upload_uri, for example &File=1.pdf.';

/**
 * Reads the document's name: `1.` and a printable extension, which comes back in lower case.
 *
 * @throws Refusal when it is missing, repeated, another name, or of a type that does not print
 */
export function readFileName(query: URLSearchParams): string {
  const names = query.getAll('File');
  const [name] = names;
  if (names.length > 1)
    throw new Refusal('file-repeated', `File is in the query ${names.length} times. ${HOW}`);
  if (name === undefined) {
    const other = [...query.keys()].find((key) => key.toLowerCase() === 'file');
    const what =
      other === undefined ? 'The query holds no File.' : `The query holds ${other} instead of File.`;
    throw new Refusal('file-missing', `${what} ${HOW}`);
  }
  const shown = JSON.stringify(excerpt(name, 60));
  const extension = /^1\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) {
    const what = /^1[A-Za-z]/.test(name) ? 'lacks the dot' : 'is not the digit 1, a dot and an extension';
    throw new Refusal(
      'file-name-wrong',
      `File is ${shown}, which ${what}. Its own name does not matter to the host. ${HOW}`,
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

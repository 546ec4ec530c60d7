import { Refusal } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/mask.js';
import type { JobDocument } from '../../domain/job.js';
import { FILE_NAMES } from '../words.js';
import type { Warn } from './names.js';

const HOW = 'Append &File=1.<extension of the file> to uploadUri, for example &File=1.pdf.';

/**
 * Reads the name of an uploaded file. One that is not the digit 1, a dot and a printable extension is taken, with a
 * warning: its job is refused when it is executed.
 *
 * @throws Refusal when it is missing or repeated
 */
export function readFileName(query: URLSearchParams, warn: Warn): Pick<JobDocument, 'name' | 'sentName'> {
  const names = query.getAll('File');
  const [given = ''] = names;
  if (names.length > 1)
    throw new Refusal('file-repeated', `File is in the query ${names.length} times. ${HOW}`);
  if (given === '') {
    const other = [...query.keys()].find((key) => key !== 'File' && key.toLowerCase() === 'file');
    const what =
      other === undefined ? 'The query holds no File.' : `The query holds ${other} instead of File.`;
    throw new Refusal('file-missing', `${what} ${HOW}`);
  }
  const name = `1.${/\.([A-Za-z0-9]{1,8})$/.exec(given)?.[1]?.toLowerCase() ?? ''}`;
  const isPrintable = FILE_NAMES.includes(name);
  if (isPrintable && given.toLowerCase() === name) return { name };
  const sentName = excerpt(given, 60);
  warn({
    rule: 'file-name-not-printed',
    hint: `File is ${JSON.stringify(sentName)}. The host stores such a file and refuses its job at execute with invalid_print_data. These names print, whatever the file is called on your side: ${FILE_NAMES.join(', ')}.`,
  });
  return { name: isPrintable ? name : '1.bin', sentName };
}

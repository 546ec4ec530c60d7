import { excerpt } from '../../../text/mask.js';
import type { JobDocument } from '../../domain/job.js';
import { fileMissing, fileNameIn } from '../../requests/upload-query.js';
import { FILE_NAMES, V2 } from '../words.js';
import type { Warn } from '../../requests/body.js';

/**
 * Reads the name of an uploaded file. One that is not the digit 1, a dot and a printable extension is taken, with a
 * warning: its job is refused when it is executed.
 *
 * @throws Refusal when it is missing or repeated
 */
export function readFileName(query: URLSearchParams, warn: Warn): Pick<JobDocument, 'name' | 'sentName'> {
  const given = fileNameIn(query, V2) ?? '';
  if (given === '') throw fileMissing(query, V2);
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

import type { Assumptions } from '../../rules/assumptions.js';
import type { Inspection } from '../../documents/inspection.js';
import type { Dialect, JobDocument, PrintResult } from './job.js';

/** The kinds of content that an extension may stand for; office files of before 2007 look alike. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg'],
  jpeg: ['jpg'],
  tiff: ['tif'],
  doc: ['cfb'],
  xls: ['cfb'],
  ppt: ['cfb'],
};

/** Returns how a document will print. Evidence: specification (an extension that does not match ends in error). */
export function printResultOf(
  document: JobDocument,
  inspection: Inspection,
  dialect: Dialect,
  assumptions: Assumptions,
): PrintResult {
  const { kind, packing, pages, unprintable, remark } = inspection;
  if (document.sizeBytes === 0) return failing('the file is empty');
  const nameFault = dialect.nameFault(document, assumptions);
  if (nameFault !== undefined) return failing(nameFault);
  const extension = document.name.slice('1.'.length);
  const expected = CONTENT[extension] ?? [extension];
  if (!expected.includes(kind))
    return failing(`the name says ${extension}, the content is ${packing ?? kind}`);
  if (unprintable !== undefined) return unprintableAs(assumptions['unprintable-pdf'], unprintable, pages);
  return { pages, failure: null, ...(remark === undefined ? {} : { remark }) };
}

/** Returns the result of a document that is of its named kind and cannot be printed. Evidence: assumed. */
function unprintableAs(assumed: Assumptions['unprintable-pdf'], why: string, pages: number): PrintResult {
  if (assumed === 'completed') {
    const remark = `${why}, and counts as one page because of the assumption unprintable-pdf=completed`;
    return { pages, failure: null, remark };
  }
  return failing(
    `${why}. Upload a file that a PDF reader opens and prints. What the host does with this one is not known; --assume unprintable-pdf=completed lets such jobs end as printed`,
  );
}

function failing(remark: string): PrintResult {
  return { pages: 0, failure: 'attention_required', remark };
}

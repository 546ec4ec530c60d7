import type { Inspection } from '../store/inspection.js';
import type { JobDocument, Prospect } from './job.js';

/** The kinds of content that an extension may stand for; office files of before 2007 look alike. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg'],
  jpeg: ['jpg'],
  tiff: ['tif'],
  doc: ['cfb'],
  xls: ['cfb'],
  ppt: ['cfb'],
};

/** What will become of a document on paper. Evidence: specification (an extension that does not match ends in error). */
export function prospectOf(document: JobDocument, inspection: Inspection): Prospect {
  const { kind, packing, pages, remark } = inspection;
  if (document.sizeBytes === 0)
    return { pages: 0, failure: 'attention_required', remark: 'the file is empty' };
  const extension = document.name.slice('1.'.length);
  const expected = CONTENT[extension] ?? [extension];
  if (!expected.includes(kind)) {
    return {
      pages: 0,
      failure: 'attention_required',
      remark: `the name says ${extension}, the content is ${packing ?? kind}`,
    };
  }
  return { pages, failure: null, ...(remark === undefined ? {} : { remark }) };
}

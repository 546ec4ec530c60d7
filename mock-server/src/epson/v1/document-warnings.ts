import type { Job } from '../domain/job.js';
import { reasonWord } from './words.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import type { StoredDocument } from '../../documents/documents.js';
import type { WrappedUpload } from '../../documents/wrapped-upload.js';

/** Returns the warnings about a document that has just arrived for a job. */
export function odditiesOf(
  job: Job,
  { sizeBytes }: StoredDocument,
  packing: WrappedUpload | undefined,
): Warning[] {
  const oddities: Warning[] = [];
  if (job.document !== undefined) {
    oddities.push({
      rule: 'second-upload-replaces',
      hint: 'This job had its file already; the new one replaces it. What the host does is not known: create a job for each file.',
    });
  }
  if (sizeBytes === 0) {
    oddities.push({
      rule: 'empty-document',
      hint: 'The file is empty. The host takes it, and nothing useful will be printed.',
    });
  }
  if (packing !== undefined) {
    oddities.push({ rule: 'upload-not-the-file', hint: `The body is ${packing.what}: ${packing.mend}.` });
  }
  return oddities;
}

/** Returns the refusal of an empty file, on a host that refuses it. */
export function emptyUpload(): Refusal {
  return new Refusal(
    'upload-empty',
    'The body is empty. Send the bytes of the file; a file that is read twice is empty the second time.',
  );
}

/** Returns the warnings about how the document of an executed job will print. */
export function warningsOfResult({ printResult }: Job): Warning[] {
  const { failure, remark } = printResult ?? {};
  if (remark === undefined) return [];
  if (failure === null || failure === undefined)
    return [{ rule: 'pages-assumed', hint: `In this document, ${remark}.` }];
  const hint = `This job will end as completed with the reason ${String(reasonWord({ state: 'failed', reason: failure }))}, which means that it was not printed: ${remark}.`;
  return [{ rule: 'document-will-fail', hint }];
}

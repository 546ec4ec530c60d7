import type { Assumptions } from '../../rules/assumptions.js';
import type { DocumentStore } from '../../documents/documents.js';
import { Refusal } from '../../rules/refusal.js';
import { documentOf, expiryOf, type Job, type JobDocument, type PrintResult } from './job.js';
import { printResultOf } from './print-result.js';

/** The files of jobs: how they print, and copies of them. */
export class JobFiles {
  readonly #documents: DocumentStore;
  readonly #assumptions: Assumptions;

  constructor(documents: DocumentStore, assumptions: Assumptions) {
    this.#documents = documents;
    this.#assumptions = assumptions;
  }

  /**
   * Returns how a document will print.
   *
   * @throws Refusal `print-data-invalid` when it will not, and the version of the job says so at once
   */
  async inspect({ dialect }: Job, document: JobDocument): Promise<PrintResult> {
    const inspection = await this.#documents.inspect(document);
    const result = printResultOf(document, inspection, dialect, this.#assumptions);
    if (result.failure === null || !dialect.refusesUnprintable) return result;
    throw new Refusal('print-data-invalid', `The file of this job does not print: ${String(result.remark)}.`);
  }

  /** Copies the file of a job. @throws Refusal when there is none that prints, or the job is over */
  async copyOf(source: Job, nowMs: number): Promise<JobDocument> {
    const document = documentOf(source);
    const stored = expiryOf(source) <= nowMs ? undefined : await this.#documents.copy(document);
    if (stored !== undefined) {
      const copy = { ...document, ...stored };
      await this.inspect(source, copy).catch((error: unknown) => this.#discard(copy, error));
      return copy;
    }
    // It may have been printed, and moved by that, meanwhile.
    if (source.document !== undefined && source.document.path !== document.path)
      return this.copyOf(source, nowMs);
    throw new Refusal(
      'print-data-invalid',
      'The file of this job is not there any more. Create a job, and upload the file again.',
    );
  }

  async #discard(copy: JobDocument, error: unknown): Promise<never> {
    await this.#documents.discard(copy);
    throw error;
  }
}

import { copyFile, link, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Job, JobDocument } from '../epson/domain/job.js';
import type { PrintMode, PrintSetting } from '../epson/v1/words.js';
import type { PrintSetting as PrintSettingV2 } from '../epson/v2/words.js';
import type { ApiVersion } from '../rules/rule.js';
import { printable } from '../text/printable.js';

/** A job whose printing has begun, as it is handed to a program or a function. */
export interface Printed {
  /** The version of the API that the job was created through. */
  readonly apiVersion: ApiVersion;
  /** The path of the document, with its extension, while the mock runs; it may be read and not changed. */
  readonly documentPath: string;
  /** The ID of the job. */
  readonly jobId: string;
  /** The name of the job, as the client gave it. */
  readonly jobName: string;
  /** The address of the printer. */
  readonly printerEmail: string;
  /** The print mode: `document` or `photo`. */
  readonly printMode: PrintMode;
  /** The settings in the words of `apiVersion`; `null` where the client left them out: the printer's defaults. */
  readonly printSetting: PrintSetting | PrintSettingV2 | null;
  /** The pages of the document, without the copies. */
  readonly pages: number;
  /** Aborted when the time is over, the job has ended otherwise or the host closes. */
  readonly signal: AbortSignal;
}

/** Returns a job as it is handed on. @param documentPath where its document lies */
export function printedOf(job: Job, documentPath: string, signal: AbortSignal): Printed {
  const { name, mode, settings } = job.request;
  return {
    apiVersion: job.dialect.apiVersion,
    documentPath,
    jobId: job.id,
    jobName: name,
    printerEmail: job.printer.email,
    printMode: mode,
    printSetting: settings === undefined ? null : (job.dialect.settings(settings) as Printed['printSetting']),
    pages: job.printResult?.pages ?? 1,
    signal,
  };
}

/** Variables of the mock that a command does not get: its configuration, and credentials of clients. */
const OWN = /^(?:EPSON_MOCK_|EPSON_CONNECT_)/i;

/**
 * Returns the environment of a command: that of the mock without its secrets, and the job. Values from the wire are values here
 * and nothing else; the command line is never made of them.
 */
export function environmentOf(printed: Printed, own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(own).filter(([name]) => !OWN.test(name)));
  return {
    ...inherited,
    EPSON_MOCK_API_VERSION: String(printed.apiVersion),
    EPSON_MOCK_DOCUMENT: printed.documentPath,
    EPSON_MOCK_JOB_ID: printed.jobId,
    EPSON_MOCK_JOB_NAME: plain(printed.jobName),
    EPSON_MOCK_PRINTER_EMAIL: plain(printed.printerEmail),
    EPSON_MOCK_PRINT_MODE: printed.printMode,
    EPSON_MOCK_PRINT_SETTING: JSON.stringify(printed.printSetting),
    EPSON_MOCK_PAGES: String(printed.pages),
    EPSON_MOCK_COPIES: String(printed.printSetting?.copies ?? 1),
  };
}

/** Removes what no environment can hold, and what would steer a terminal that shows it. On Windows, `cmd` reads a value as
 * a piece of the command: there, what has a meaning to it goes as well. */
function plain(text: string): string {
  const shown = printable(text, ' ');
  return process.platform === 'win32' ? shown.replace(/["%!&|<>^()]/g, '_') : shown;
}

/** The number of documents that stay under the name by which they were handed on. */
const MOST_HANDED = 200;

/**
 * Gives documents a name with their extension, which viewers go by, and which holds while the document itself moves: a
 * viewer that a command opened may look for it later.
 */
export class HandedDocuments {
  readonly #paths: string[] = [];

  /** @returns the path of the document under its name; its own where it cannot have another */
  async hand({ path, name }: JobDocument): Promise<string> {
    const handed = `${path}${extname(name)}`;
    try {
      // Not every file system has links.
      await link(path, handed).catch(() => copyFile(path, handed));
    } catch {
      return path;
    }
    this.#paths.push(handed);
    if (this.#paths.length > MOST_HANDED) await rm(this.#paths.shift() ?? '', { force: true });
    return handed;
  }

  async close(): Promise<void> {
    await Promise.all(this.#paths.splice(0).map((path) => rm(path, { force: true })));
  }
}

import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { StorageEngine } from 'multer';
import { Refusal } from '../rules/refusal.js';
import { excerpt } from '../text/mask.js';

/** A multipart form with one file at most. */
export interface ReceivedForm<T> {
  readonly fields: Readonly<Record<string, string>>;
  /** Names of fields that came more than once, or with brackets. */
  readonly unreadable: readonly string[];
  readonly file?: { readonly ownName: string; readonly contentType: string; readonly stored: T };
}

/**
 * Reads a multipart form; the file in it is streamed to where `keep` puts it.
 *
 * @throws Refusal `body-unreadable` when the form is broken, and whatever `keep` throws
 */
export async function receiveForm<T extends { readonly sizeBytes: number }>(
  request: Request,
  response: Response,
  keep: (source: Readable) => Promise<T>,
): Promise<ReceivedForm<T>> {
  // Only those who send a form pay for loading its parser: 9 ms of a start.
  const { default: multer } = await import('multer');
  let stored: T | undefined;
  let unkept: unknown;
  const storage: StorageEngine = {
    _handleFile(_request, file, done) {
      keep(file.stream).then(
        (document) => {
          stored = document;
          done(null, { size: document.sizeBytes });
        },
        (error: unknown) => {
          // The rest must be read, or the parser never reaches the end of the form.
          file.stream.resume();
          unkept = error;
          done(error);
        },
      );
    },
    _removeFile(_request, _file, done) {
      done(null);
    },
  };
  const parse = multer({
    storage,
    defParamCharset: 'utf8',
    limits: { files: 1, fields: 32, fieldSize: 64 * 1024, parts: 40, fieldNameSize: 100 },
  }).any();
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else if (unkept !== undefined) reject(asError(unkept));
      else reject(new Refusal('body-unreadable', `The form cannot be read: ${asError(error).message}.`));
    });
  });
  const [file] = (request.files ?? []) as Express.Multer.File[];
  // The parser makes lists of repeated names, and objects of names with brackets.
  const entries = Object.entries((request.body ?? {}) as Record<string, unknown>);
  const fields = Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const unreadable = entries.filter(([, value]) => typeof value !== 'string').map(([name]) => name);
  if (file === undefined || stored === undefined) return { fields, unreadable };
  return { fields, unreadable, file: { ownName: file.originalname, contentType: file.mimetype, stored } };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Refuses a form with fields that cannot be read. @throws Refusal `body-unreadable` */
export function refuseUnreadableFields({
  unreadable: [name],
}: Pick<ReceivedForm<unknown>, 'unreadable'>): void {
  if (name === undefined) return;
  const hint = `The form has the field ${JSON.stringify(excerpt(name, 60))} more than once, or with brackets in its name. Send each field once, by its plain name.`;
  throw new Refusal('body-unreadable', hint);
}

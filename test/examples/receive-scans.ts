// Receives scans that a printer sends to a destination of the type `url`, and keeps them in a folder.
import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
// @ts-expect-error multer brings no types of its own: install @types/multer, or do without as here
import multer from 'multer';

interface Part {
  readonly mimetype: string;
}
type Deciding<T> = (request: Request, part: Part, done: (error: null, decision: T) => void) => void;

/** File extensions by the media types of scans. */
const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf' };

/**
 * @param path hard to guess: nothing in a delivery proves that it comes from Epson
 * @param folder where the files go, under names of our own: those in a request are somebody else's
 */
export function scanReceiver(path: string, folder: string): Express {
  const filename: Deciding<string> = (_request, { mimetype }, done) =>
    done(null, `${randomUUID()}.${extensions[mimetype]}`);
  // A file of another type is left out.
  const fileFilter: Deciding<boolean> = (_request, { mimetype }, done) =>
    done(null, Object.hasOwn(extensions, mimetype));
  const upload = multer({
    storage: multer.diskStorage({ destination: folder, filename }),
    fileFilter,
    limits: { files: 100, fileSize: 50 * 2 ** 20, fields: 0 },
  });
  const app = express();
  // The parts are numbered: any name is one of a file.
  app.post(path, upload.any(), (request: Request, response: Response) => {
    response.sendStatus(Array.isArray(request.files) && request.files.length > 0 ? 200 : 500);
  });
  // 500 is Epson's word for a receiver that could not take it. Multer has removed what it had written.
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.sendStatus(500);
  });
  return app;
}

// Receives scans that a printer sends to a destination of the type `url`, and keeps them in a folder.
import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import multer from 'multer';

/** What a printer scans to. */
const extensions: Record<string, string> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf' };

/**
 * @param path hard to guess: nothing in a delivery proves that it comes from Epson
 * @param folder where the files go, under names of our own: those in a request are somebody else's
 */
export function scanReceiver(path: string, folder: string): Express {
  const upload = multer({
    storage: multer.diskStorage({
      destination: folder,
      filename: (_request, file, done) => done(null, `${randomUUID()}.${extensions[file.mimetype]}`),
    }),
    // What is neither is left out.
    fileFilter: (_request, file, done) => done(null, Object.hasOwn(extensions, file.mimetype)),
    limits: { files: 100, fileSize: 50 * 2 ** 20, fields: 0 },
  });
  const app = express();
  // The parts are numbered: any name is one of a file.
  app.post(path, upload.any(), (request, response) => {
    response.sendStatus(Array.isArray(request.files) && request.files.length > 0 ? 200 : 500);
  });
  // 500 is Epson's word for a receiver that could not take it. Multer has removed what it had written.
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response.sendStatus(500);
  });
  return app;
}

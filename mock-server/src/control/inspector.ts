import express, { Router, type Response } from 'express';
import { sendControlError } from './refusal.js';
import { UI } from '../package.js';

/** The policy that lets the page load its own files and nothing else. The PDF engine makes fonts of what a PDF brings. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Answers with the files of the inspector, which are built into the package. */
export function inspector(): Router {
  const router = Router({ strict: true });
  router.use((_request, response, next) => {
    response.setHeader('Content-Security-Policy', POLICY);
    next();
  });
  router.use(
    express.static(UI, {
      // The page is that of this version: after an update the browser asks again.
      setHeaders: (response: Response) => response.setHeader('Cache-Control', 'no-cache'),
    }),
  );
  router.get('/', (_request, response) =>
    sendControlError(
      response,
      404,
      'ui-not-built',
      'The page is not built. In the repository, npm start builds it.',
    ),
  );
  return router;
}

import type { RequestHandler } from 'express';
import { sendControlError } from './answer.js';
import { DOCS_PAGE } from '../package-root.js';

/** The documentation page, one file. The policy holds it to its promise to ask nobody outside for anything. */
export const docsPage: RequestHandler = (_request, response, next) => {
  const headers = {
    'Content-Security-Policy':
      "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  };
  response.sendFile(DOCS_PAGE, { headers }, (error) => {
    if (error === undefined || error === null) return;
    if (response.headersSent) next(error);
    else
      sendControlError(
        response,
        404,
        'docs-not-built',
        'The documentation page is not built. In the repository, npm run docs builds it.',
      );
  });
};

import { join } from 'node:path';
import type { RequestHandler, Response } from 'express';
import { sendControlError } from './refusal.js';
import { DOCS } from '../package.js';

/** The policy that lets a page load nothing from other hosts. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Answers with a page of the documentation, which is one file. */
export function docsPage(name: string): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Content-Security-Policy', POLICY);
    sendBuilt(response, name, next);
  };
}

const TYPES = { yaml: 'application/yaml', json: 'application/json' } as const;

/** Answers with a description as one file, for other tools. */
export function descriptionFile(name: string, format: keyof typeof TYPES): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Content-Type', TYPES[format]);
    sendBuilt(response, `openapi/${name}.${format}`, next);
  };
}

function sendBuilt(response: Response, name: string, next: (error: Error) => void): void {
  response.sendFile(join(DOCS, name), (error) => {
    if (error === undefined || error === null) return;
    if (response.headersSent) return next(error);
    const hint = 'The documentation is not built. In the repository, npm run docs builds it.';
    sendControlError(response, 404, 'docs-not-built', hint);
  });
}

import express, { type Express } from 'express';
import { exchangeOf } from '../journal/exchange.js';
import { demandToken } from './access.js';
import { sendControlError } from './answer.js';
import { controlApi } from './api.js';
import type { Desk } from './control.js';
import { docsPage } from './docs.js';
import { refuseForeignPages, shieldAnswers, type GuardOptions } from './guard.js';
import { rulesPage } from './rules-page.js';

export interface OwnOptions extends GuardOptions {
  /** What is demanded of whoever comes, if anything. */
  readonly controlToken: string | undefined;
}

/** What the mock has below `/_mock/`, but for its health: pages and the control API. */
export function ownRoutes(desk: Desk, { controlToken, ...guarded }: OwnOptions): Express {
  const own = express().disable('x-powered-by').disable('etag');
  own.use(shieldAnswers);
  own.use(refuseForeignPages(guarded));
  if (controlToken !== undefined) own.use(demandToken(controlToken));
  own.get('/docs', docsPage);
  own.get('/docs/rules', rulesPage);
  own.use('/api', controlApi(desk));
  own.use((request, response) => {
    const hint =
      'The mock has GET /_mock/health, GET /_mock/docs/ and the control API below /_mock/api/, which openapi/mock-control.yaml describes.';
    exchangeOf(request).refusal = { rule: 'path-unknown', hint };
    sendControlError(response, 404, 'path-unknown', hint);
  });
  return own;
}

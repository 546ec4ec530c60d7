import { Router } from 'express';
import { exchangeOf } from '../http/exchange.js';
import { demandToken } from './access.js';
import { sendControlError } from './answer.js';
import { controlApi } from './api.js';
import type { Desk } from './control.js';
import { descriptionFile, docsPage } from './docs.js';
import { refuseForeignPages, refuseForeignTargets, shieldAnswers, type GuardOptions } from './guard.js';
import { health } from './health.js';
import { rulesPage } from './rules-page.js';

export interface OwnOptions extends GuardOptions {
  /** What is demanded of whoever comes, if anything. */
  readonly controlToken: string | undefined;
}

/** What the mock has below `/_mock/`: its health, pages and the control API. */
export function ownRoutes(desk: Desk, { controlToken, ...guarded }: OwnOptions): Router {
  const own = Router();
  own.use(shieldAnswers);
  // Asked again and again by whoever waits for a mock to be up.
  own.get('/health', refuseForeignTargets(guarded), health(desk.host.addresses));
  own.use(refuseForeignPages(guarded));
  if (controlToken !== undefined) own.use(demandToken(controlToken));
  own.get('/docs', docsPage('index.html'));
  own.get('/docs/control', docsPage('control.html'));
  own.get('/docs/rules', rulesPage);
  for (const name of ['v1', 'control'])
    for (const format of ['yaml', 'json'] as const)
      own.get(`/openapi/${name}.${format}`, descriptionFile(name, format));
  own.use('/api', controlApi(desk));
  own.use((request, response) => {
    const hint =
      'The mock has GET /_mock/health, GET /_mock/docs/ and the control API below /_mock/api/, which GET /_mock/docs/control/ describes.';
    exchangeOf(request).refusal = { rule: 'path-unknown', hint };
    sendControlError(response, 404, 'path-unknown', hint);
  });
  return own;
}

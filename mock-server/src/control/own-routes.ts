import { Router } from 'express';
import { sendJson } from '../http/send.js';
import { VERSION } from '../package.js';
import { demandToken } from './access.js';
import { ControlRefusal, refuseOtherMethods } from './refusal.js';
import { controlApi } from './api.js';
import type { ControlContext } from './control-context.js';
import { descriptionFile, docsPage } from './docs.js';
import { inspector } from './inspector.js';
import { refuseForeignPages, refuseForeignTargets, shieldAnswers, type GuardOptions } from './guard.js';
import { rulesPage } from './rules-page.js';

export interface OwnOptions extends GuardOptions {
  /** The token that every call but health must carry, if any. */
  readonly controlToken: string | undefined;
}

/** The routes below `/_mock/`: health, pages and the control API. */
export function ownRoutes(context: ControlContext, { controlToken, ...guarded }: OwnOptions): Router {
  const own = Router();
  own.use(shieldAnswers);
  // Ahead of the guard, because scripts that wait for the mock ask it under any name.
  own
    .route('/health')
    .all(refuseForeignTargets(guarded))
    .get((_request, response) => {
      const https_port = context.host.addresses.httpsPort ?? null;
      sendJson(response, 200, { status: 'ok', name: 'epson-connect-mock', version: VERSION, https_port });
    })
    .all(refuseOtherMethods(['get']));
  own.use(refuseForeignPages(guarded));
  if (controlToken !== undefined) own.use(demandToken(controlToken));
  own.use('/ui', inspector());
  own.get('/docs', docsPage('index.html'));
  own.get('/docs/v2', docsPage('v2.html'));
  own.get('/docs/control', docsPage('control.html'));
  own.get('/docs/rules', rulesPage(context.host));
  for (const name of ['v1', 'v2', 'control'])
    for (const format of ['yaml', 'json'] as const)
      own.get(`/openapi/${name}.${format}`, descriptionFile(name, format));
  own.use('/api', controlApi(context));
  own.use(() => {
    throw new ControlRefusal(
      404,
      'path-unknown',
      'The mock has GET /_mock/health, GET /_mock/ui/, GET /_mock/docs/ and the control API below /_mock/api/, which GET /_mock/docs/control/ describes.',
    );
  });
  return own;
}

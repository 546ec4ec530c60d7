import { Router, type Request, type Response } from 'express';
import { Refusal } from '../../rules/refusal.js';
import { exchangeOf } from '../../http/exchange.js';
import { pageHeaders } from '../../http/page.js';
import { sendPage, sendStatus } from '../../http/send.js';
import { printersOf } from '../domain/accounts.js';
import { chooseFor } from '../domain/consent.js';
import type { Host } from '../domain/worlds.js';
import { readBody } from '../requests/body.js';
import { giveCode, redirecting } from './authorize.js';
import { accountsPage, closedPage, formTargets, printersPage, type OpenRequest } from './consent-page.js';

/** The route that the forms of the consent page are sent to. It belongs to the mock: Epson's is not known. */
export function consentRoute(host: Host): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router
    .route('/')
    .post(answerForm(host))
    .all((_request, response) => sendStatus(response, 405, { Allow: 'POST' }));
  return router;
}

function answerForm(host: Host) {
  return async (request: Request, response: Response): Promise<void> => {
    exchangeOf(request).family = 'authorize';
    if (isOfOtherPage(request))
      return sendClosed(response, 403, 'This form was sent by a page of somebody else.');
    const form = new URLSearchParams(await readBody(request, response, () => {}));
    const world = host.worlds.find(form.get('client_id') ?? '');
    const id = form.get('request') ?? '';
    const asked = world?.consentRequests.find(id);
    if (world === undefined || asked === undefined) {
      return sendClosed(
        response,
        400,
        'This request was answered before, or the mock does not know it any more: it keeps one for ten minutes. Go back to the program, and connect the printer again.',
      );
    }
    const open: OpenRequest = { world, id, asked };
    const [account, printer, step] = ['account', 'printer', 'step'].map((name) => form.get(name));
    const person = host.accounts.find(world.clientId, account ?? '');
    const page = (text: string) => sendPage(response, 200, text, pageHeaders(formTargets(asked.redirectUri)));
    if (step !== 'refuse' && (step === 'accounts' || person === undefined))
      return page(accountsPage(host, open));
    redirecting(host, response, asked, () => {
      if (step === 'refuse' || person === undefined) {
        world.consentRequests.close(id);
        throw new Refusal('consent-refused', 'The person refused.');
      }
      const printers = printersOf(person, world);
      const chosen = printers.find(({ email }) => email === printer);
      if (chosen === undefined && printers.length > 0) return page(printersPage(open, person, printers));
      world.consentRequests.close(id);
      // Throws for an account without a printer.
      const choice = chooseFor(host, world, {
        account: person.email,
        ...(chosen && { printer: chosen.email }),
      });
      giveCode(world, response, asked, choice, 303);
    });
  };
}

/** Returns true if a browser says that another page sent the form. `Origin` is null even of the page's own forms. */
function isOfOtherPage({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

function sendClosed(response: Response, status: number, explanation: string): void {
  sendPage(response, status, closedPage(explanation), pageHeaders());
}

import { markup, pageOf, type Markup } from '../../http/page.js';
import { printersOf, type AccountSeed } from '../domain/accounts.js';
import type { ConsentRequest } from '../domain/consent-requests.js';
import type { Printer } from '../domain/printers.js';
import type { Host } from '../domain/worlds.js';
import type { World } from '../domain/world.js';

/**
 * The path that the forms of the page are sent to. Epson's own is not known, and another method at `/auth/authorize` is
 * answered with 405 there; so the mock takes one of its own.
 */
export const CONSENT_PATH = '/_mock/consent';

/** The request that a page is about. */
export interface OpenRequest {
  readonly world: World;
  /** Its ID, which the forms carry. */
  readonly id: string;
  readonly asked: ConsentRequest;
}

/**
 * Returns the places that a form of the page may lead to, as a policy names them. Browsers apply it to every redirect that
 * follows, and a program sends people on from its redirect URI to wherever it likes.
 */
export function formTargets(redirectUri: string): string {
  return [...new Set(["'self'", 'http:', 'https:', new URL(redirectUri).protocol])].join(' ');
}

/** Writes the first step: a person signs in. */
export function accountsPage(host: Host, open: OpenRequest): string {
  const buttons = host.accounts.all(open.world.clientId).map((account) => {
    const count = printersOf(account, open.world).length;
    const printers = count === 0 ? 'no printer' : count === 1 ? '1 printer' : `${count} printers`;
    const { email, name = email } = account;
    return markup`<button name="account" value="${email}">${name}<small>${email} · ${printers}</small></button>
`;
  });
  return pageOf(
    'Sign in',
    markup`<h1>Sign in</h1>
<p>An app asks for the use of one of your printers: <code>${open.world.clientId}</code></p>
${formOf(open, markup`${buttons}${REFUSE}`)}
${foot(open, 'Nobody needs a password here.')}`,
  );
}

/** Writes the second step: the person chooses a printer. */
export function printersPage(open: OpenRequest, account: AccountSeed, printers: readonly Printer[]): string {
  const { email, name = email } = account;
  const buttons = printers.map(
    (
      printer,
    ) => markup`<button name="printer" value="${printer.email}">${printer.name}<small>${[printer.email, printer.serialNo, ...(printer.isOnline ? [] : ['offline'])].join(' · ')}</small></button>
`,
  );
  const other = markup`<button class="quiet" name="step" value="accounts">Sign in as somebody else</button>
`;
  return pageOf(
    'Choose a printer',
    markup`<h1>Choose a printer</h1>
<p>${name}, the app <code>${open.world.clientId}</code> may then print on it, and on no other.</p>
${formOf(open, markup`<input type="hidden" name="account" value="${email}">${buttons}${other}${REFUSE}`)}
${foot(open)}`,
  );
}

/** Writes what is said when a form comes whose request is answered, too old, or not known. */
export function closedPage(explanation: string): string {
  return pageOf('Ask again', markup`<h1>Ask again</h1><p>${explanation}</p>`);
}

const REFUSE = markup`<button class="quiet" name="step" value="refuse">Refuse</button>
`;

function formOf({ world, id }: OpenRequest, content: Markup): Markup {
  return markup`<form method="post" action="${CONSENT_PATH}">
<input type="hidden" name="client_id" value="${world.clientId}"><input type="hidden" name="request" value="${id}">
${content}</form>`;
}

function foot({ asked }: OpenRequest, more = ''): Markup {
  return markup`<p class="foot">Afterwards the browser goes to <code>${asked.redirectUri}</code>. ${more}</p>
`;
}

import { Refusal } from '../../rules/refusal.js';
import { printersOf, type AccountSeed } from './accounts.js';
import type { Challenge } from './pkce.js';
import { DEFAULT_REDIRECT_URI } from './default-credentials.js';
import { addressBack } from './redirect-uri.js';
import type { Printer } from './printers.js';
import type { Host } from './worlds.js';
import type { World } from './world.js';

/** A request for a code without a browser. */
export interface CodeRequest {
  readonly clientId: string;
  /** Default: the first that is registered for the app. */
  readonly redirectUri?: string;
  /** A text that goes back to the program. */
  readonly state?: string;
  /** The address that the person signs in with. Default: the first account that has a printer. */
  readonly account?: string;
  /** The address of the printer that the person chooses. Default: the first of the account. */
  readonly printer?: string;
  readonly challenge?: Challenge;
}

/** A code, and the address that a browser would take it to. */
export interface IssuedCode {
  readonly code: string;
  readonly redirectTo: string;
}

/**
 * Hands out a code as if a person had consented.
 *
 * @throws Refusal when the app, the redirect URI, the account or the printer does not stand
 */
export function issueCode(host: Host, request: CodeRequest): IssuedCode {
  const { clientId, state, challenge, ...chosen } = request;
  host.apps.verifyId(clientId);
  const { redirectUri = host.apps.find(clientId)?.redirectUris?.[0] ?? DEFAULT_REDIRECT_URI } = request;
  host.apps.verifyRedirectUri(clientId, redirectUri);
  const world = host.worlds.ofClient(clientId);
  const { account, printer } = chooseFor(host, world, chosen);
  const code = world.authorizations.issueCode({ account: account.email, printer, redirectUri, challenge });
  const escaped = state === undefined ? undefined : encodeURIComponent(state);
  return { code, redirectTo: addressBack(redirectUri, { code }, escaped) };
}

/** The choice of a person. */
interface Choice {
  readonly account: AccountSeed;
  readonly printer: Printer;
}

/** Chooses an account and a printer as a person would who takes the first. @throws Refusal `account-without-printer` */
export function chooseFor(
  host: Host,
  world: World,
  { account, printer }: { readonly account?: string; readonly printer?: string } = {},
): Choice {
  const { accounts: people } = host;
  const { clientId } = world;
  const accounts = account === undefined ? people.all(clientId) : [people.find(clientId, account)];
  const choices = accounts
    .filter((each) => each !== undefined)
    .flatMap((each) => printersOf(each, world).map((own): Choice => ({ account: each, printer: own })));
  const choice = choices.find(
    (each) => printer === undefined || each.printer.email.toLowerCase() === printer.toLowerCase(),
  );
  if (choice !== undefined) return choice;
  throw new Refusal('account-without-printer', whyNot(host, world, account, printer));
}

function whyNot(host: Host, world: World, account: string | undefined, printer: string | undefined): string {
  const all = host.accounts.all(world.clientId);
  const found = account === undefined ? undefined : host.accounts.find(world.clientId, account);
  if (account !== undefined && found === undefined) {
    const known = all.map(({ email }) => email);
    return `No account has the address ${JSON.stringify(account)}. This mock has ${known.join(', ') || 'none'}.`;
  }
  const who = found === undefined ? 'No account of this mock has a' : `The account ${found.email} has no`;
  const of = (each: AccountSeed) => printersOf(each, world).map(({ email }) => email);
  if (printer !== undefined) {
    const known = (found === undefined ? all : [found]).flatMap(of);
    return `${who} printer ${JSON.stringify(printer)}. Registered: ${known.join(', ') || 'none'}.`;
  }
  const missing = (found?.printers ?? []).filter((email) => world.printers.find(email) === undefined);
  const why = missing.length === 0 ? '' : ` The mock has no printer with the address ${missing.join(', ')}.`;
  return `${who} registered printer whose owner allows remote printing.${why} On the host, a printer must be registered to the Epson ID that signs in; being set up for Email Print is not enough.`;
}

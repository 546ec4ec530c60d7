import * as v from 'valibot';
import { Refusal } from '../../rules/refusal.js';
import { check, members, textLike } from '../../text/check.js';
import { KnownSecrets } from '../../text/mask.js';
import { NO_CHANGE_LOGS, type ChangeLogs } from './change-log.js';
import { CLIENT_ID, CLIENT_SECRET } from './clients.js';
import { spellingsOf } from './spellings.js';
import { differenceOf, flawOfRedirectUri, isLoopbackUri, REDIRECT_URI } from './redirect-uri.js';

/** An app that may ask for authorization: what the developer site hands out, and where it sends people back to. */
export interface AppSeed {
  /** The client ID: 32 lowercase hexadecimal digits, as the host issues them. */
  readonly clientId: string;
  /** The client secret: 86 characters of base64url. */
  readonly clientSecret: string;
  /** The value of the header `x-api-key`: 40 letters and digits. */
  readonly apiKey: string;
  /**
   * The redirect URIs, each matched exactly. Default: `http://127.0.0.1:8381/callback`, and every other one on `127.0.0.1` and
   * `[::1]`.
   */
  readonly redirectUris?: readonly string[];
}

export const API_KEY = textLike(
  /^[\x21-\x7e]+$/,
  'must be a non-empty string of printable ASCII without blanks',
);

/** An app, as `startMockHost` takes it. */
export const APP = members(
  'member of an app',
  { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, apiKey: API_KEY },
  { redirectUris: v.array(REDIRECT_URI) },
  'must be an object: { "clientId": ..., "clientSecret": ..., "apiKey": ... }',
);

/** Returns the app as it was given. @throws InvalidValue */
export const checkApp = (app: AppSeed): AppSeed => check(APP, app);

/** The forms in which the host issues them. Evidence: client. */
const FORMS = { id: /^[A-Za-z0-9]{32}$/, secret: /^[A-Za-z0-9_-]{86}$/, apiKey: /^[A-Za-z0-9]{40}$/ };
/** The length of a secret of version 1. */
const FORMER_SECRET = 64;

/** Says of a secret that it may be one of version 1. */
const formerOf = ({ length }: string) =>
  length === FORMER_SECRET
    ? ` A secret of ${length} characters is one of version 1, whose token operation is POST /api/1/printing/oauth2/auth/token?subject=printer; version 2 has other credentials.`
    : '';

/** Options of the apps of a host. */
export interface AppsOptions {
  /** True if every app and redirect URI of the right form is accepted. */
  readonly isOpen: boolean;
  /** Redirect URIs of the apps that bring none, beside those on this machine. */
  readonly redirectUris?: readonly string[];
  readonly changeLogs?: ChangeLogs;
}

/** The apps that may ask a host for authorization. */
export class Apps {
  /** Secrets and API keys of apps that nobody seeded. They must never be shown. */
  readonly known = new KnownSecrets();
  readonly #byId: Map<string, AppSeed>;
  readonly #isOpen: boolean;
  readonly #redirectUris: readonly string[];
  readonly #changeLogs: ChangeLogs;
  readonly #seededLater = new Set<string>();
  #changes = 0;

  constructor(
    seeds: readonly AppSeed[],
    { isOpen, redirectUris = [], changeLogs = NO_CHANGE_LOGS }: AppsOptions,
  ) {
    this.#byId = new Map(seeds.map((seed) => [seed.clientId, seed]));
    this.#isOpen = isOpen;
    this.#redirectUris = redirectUris;
    this.#changeLogs = changeLogs;
  }

  /** Registers an app from now on. */
  add(app: AppSeed): void {
    this.#byId.set(app.clientId, app);
    this.#changes += 1;
    this.#seededLater.add(app.clientId);
    this.#changeLogs.of(app.clientId).markChanged('app');
  }

  /** The number of apps added since the start. */
  get changes(): number {
    return this.#changes;
  }

  all(): AppSeed[] {
    return [...this.#byId.values()];
  }

  find(clientId: string): AppSeed | undefined {
    return this.#byId.get(clientId);
  }

  /** Returns the redirect URIs that are registered for an app, beside those on this machine. */
  redirectUrisOf(clientId: string): readonly string[] {
    return this.#byId.get(clientId)?.redirectUris ?? this.#redirectUris;
  }

  /** Returns an app that was registered while the host ran. */
  findLater(clientId: string): AppSeed | undefined {
    return this.#seededLater.has(clientId) ? this.find(clientId) : undefined;
  }

  /** Returns true if an app may have this client ID. */
  knows(clientId: string): boolean {
    return this.#byId.has(clientId) || (this.#isOpen && FORMS.id.test(clientId));
  }

  /** @throws Refusal `app-unknown` unless an app may have this client ID */
  verifyId(clientId: string): void {
    if (this.knows(clientId)) return;
    throw new Refusal('app-unknown', this.#whyUnknown(clientId));
  }

  /** Returns true if both belong together. */
  fits(clientId: string, clientSecret: string): boolean {
    const app = this.#byId.get(clientId);
    if (app !== undefined) return app.clientSecret === clientSecret;
    return this.#isOpen && FORMS.id.test(clientId) && FORMS.secret.test(clientSecret);
  }

  /** @throws Refusal `app-unknown` unless both belong together */
  verify(clientId: string, clientSecret: string): void {
    if (this.fits(clientId, clientSecret)) {
      if (!this.#byId.has(clientId))
        for (const each of spellingsOf({ clientId, clientSecret })) this.known.add(each);
      return;
    }
    const why = this.knows(clientId)
      ? this.#whyOtherSecret(clientId, clientSecret)
      : `${this.#whyUnknown(clientId)}${formerOf(clientSecret)}`;
    throw new Refusal('app-unknown', why);
  }

  /** Returns true if an API key is that of the app. */
  fitsApiKey(clientId: string, apiKey: string): boolean {
    const app = this.#byId.get(clientId);
    if (app !== undefined) return app.apiKey === apiKey;
    const fits = this.#isOpen && FORMS.apiKey.test(apiKey);
    if (fits) this.known.add(apiKey);
    return fits;
  }

  /** Returns true if an API key may be that of an app, whichever it is. */
  isApiKey(apiKey: string): boolean {
    return this.all().some((app) => app.apiKey === apiKey) || (this.#isOpen && FORMS.apiKey.test(apiKey));
  }

  /** @throws Refusal `redirect-uri-unregistered` unless people may be sent back there */
  verifyRedirectUri(clientId: string, uri: string): void {
    const own = this.#byId.get(clientId)?.redirectUris;
    const given = JSON.stringify(uri);
    const flaw = flawOfRedirectUri(uri);
    if (flaw !== undefined) throw unregistered(`redirect_uri is ${given}: ${flaw}.`);
    if (own === undefined && (this.#isOpen || isLoopbackUri(uri))) return;
    const registered = own ?? this.#redirectUris;
    if (registered.includes(uri)) return;
    const near = registered.map((each) => differenceOf(uri, each)).find((difference) => difference !== '');
    const what =
      near === undefined ? 'is not registered' : `differs from a registered one in one point: ${near}`;
    const all = [...registered, ...(own === undefined ? ['any on http://127.0.0.1 and http://[::1]'] : [])];
    const list = all.length === 0 ? 'none' : all.join(', ');
    throw unregistered(
      `redirect_uri is ${given}, which ${what}. It is compared character by character. Registered: ${list}. Register more with --redirect-uri, or in redirectUris of the app.`,
    );
  }

  #whyUnknown(clientId: string): string {
    const ids = this.all().map((app) => app.clientId);
    const known = ids.length === 1 ? `only ${ids.join()}` : `${ids.length} apps, as seeded`;
    const swapped = this.all().some(({ clientSecret }) => clientSecret === clientId);
    const trimmed = clientId.trim();
    const why = swapped
      ? ' That is the secret of an app: ID and secret are swapped.'
      : clientId !== trimmed && this.#byId.has(trimmed)
        ? ' Without the blanks around it, it would be known.'
        : '';
    return `No app has the client ID that was sent (${clientId.length} characters).${why} This mock knows ${known}; the developer site hands out IDs of 32 characters. With --worlds, any well-formed app is accepted.`;
  }

  #whyOtherSecret(clientId: string, sent: string): string {
    const right = this.#byId.get(clientId)?.clientSecret;
    if (right === undefined)
      return `The secret has ${sent.length} characters; this mock accepts any of 86 letters, digits, - and _.${formerOf(sent)}`;
    const why =
      sent.trim() === right
        ? ' There is a blank or a line break around it: trim it.'
        : sent !== '' && right.startsWith(sent)
          ? ' It is cut off at the end: copy it whole.'
          : sent === this.#byId.get(clientId)?.apiKey
            ? ' It is the API key, which belongs in the header x-api-key.'
            : formerOf(sent);
    return `The client ID is known, its secret is another one (what was sent has ${sent.length} characters, the right one ${right.length}).${why}`;
  }
}

const unregistered = (hint: string) => new Refusal('redirect-uri-unregistered', hint);

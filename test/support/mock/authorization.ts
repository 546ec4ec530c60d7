import { createMockHost, type MockHost, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response, type Test } from 'supertest';
import { onTestFinished } from 'vitest';
import type { HeaderOverrides } from './client.js';

export const REDIRECT_URI = 'http://127.0.0.1:8381/callback';

/** The app that a mock host has unless told otherwise. */
export const APP = {
  clientId: '0123456789abcdef0123456789abcdef',
  clientSecret: `mock-secret_${'0123456789abcdef'.repeat(4)}0123456789`,
  apiKey: '0123456789abcdefghij'.repeat(2),
};

/** The answer of the authorization, taken apart. */
export interface SentBack {
  readonly response: Response;
  readonly location: string;
  readonly parameters: URLSearchParams;
}

type Fields = Readonly<Record<string, string | null>>;

const present = (fields: Fields) =>
  new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  ).toString();

export const basicOf = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** The authorization as raw requests, so that a test can get each of them wrong. */
export class Authorizing {
  readonly host: MockHost;

  /** @param given a host that is there, or the options of one that goes when the test ends */
  constructor(given: MockHost | MockHostOptions = {}) {
    if ('app' in given) {
      this.host = given;
      return;
    }
    this.host = createMockHost(given);
    onTestFinished(() => this.host.close());
  }

  /** Asks for authorization. @param changes of the parameters; `null` leaves one out, a text replaces the whole query */
  ask(changes: Fields | string = {}): Test {
    const right = {
      response_type: 'code',
      client_id: APP.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'device',
    };
    const query = typeof changes === 'string' ? changes : present({ ...right, ...changes });
    return request(this.host.app).get(`/auth/authorize?${query}`);
  }

  /** Sends the form of a page with one of its buttons. */
  async press(page: Response, button: string, headers: HeaderOverrides = {}): Promise<Response> {
    const fields = hiddenOf(page.text);
    const [, name = '', value = ''] =
      [...page.text.matchAll(/<button[^>]*name="([^"]*)" value="([^"]*)"[^>]*>([^]*?)<\/button>/g)].find(
        ([, , , label]) => label?.includes(button),
      ) ?? [];
    if (name === '') throw new Error(`the page has no button ${button}: ${page.text}`);
    return this.answer({ ...fields, [name]: unescaped(value) }, headers);
  }

  /** Sends a form of the page, whatever is in it. */
  answer(fields: Fields, headers: HeaderOverrides = {}): Test {
    const test = request(this.host.app)
      .post('/_mock/consent')
      .type('form')
      .set('Sec-Fetch-Site', 'same-origin');
    for (const [name, value] of Object.entries(headers))
      if (value === null) test.unset(name);
      else test.set(name, value);
    return test.send(present(fields));
  }

  /** The code that the page gives to a person who chooses the first printer. */
  async code(changes: Fields = {}): Promise<string> {
    const signedIn = await this.press(await this.ask(changes).expect(200), 'Mock Owner');
    return sentBack(await this.press(signedIn, 'MOCK000001')).parameters.get('code') ?? '';
  }

  /** The token operation, with credentials that are right unless replaced. */
  token(fields: Fields | string, headers: HeaderOverrides = {}): Test {
    const usual = {
      Authorization: basicOf(APP.clientId, APP.clientSecret),
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const test = request(this.host.app).post('/auth/token');
    for (const [name, value] of Object.entries({ ...usual, ...headers }))
      if (value !== null) test.set(name, value);
    return test.send(typeof fields === 'string' ? fields : present(fields));
  }

  exchange(code: string, changes: Fields = {}, headers: HeaderOverrides = {}): Test {
    const right = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
    return this.token({ ...right, ...changes }, headers);
  }

  refresh(refreshToken: string, changes: Fields = {}): Test {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...changes });
  }

  /** Device tokens, the whole way. */
  async tokens(): Promise<{ readonly access_token: string; readonly refresh_token: string }> {
    return (await this.exchange(await this.code()).expect(200)).body;
  }
}

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** The hidden fields of a page's form. */
export function hiddenOf(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input\s+type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"/g)];
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

/** The address that an answer sends the browser to. */
export function sentBack(response: Response): SentBack {
  const location = String(response.headers['location'] ?? '');
  return { response, location, parameters: new URL(location, 'http://nowhere.invalid').searchParams };
}

import { createHash } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import {
  APP,
  Authorizing,
  basicOf,
  hiddenOf,
  REDIRECT_URI,
  sentBack,
} from '../support/mock/authorization.js';
import { hintOf } from '../support/mock/client.js';

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='a&b'>`;

describe('an open redirect', () => {
  it.each([
    'https://evil.example/',
    'http://127.0.0.1.evil.example/callback',
    'http://127.0.0.1@evil.example/',
    'http://127.0.0.1:80@evil.example/',
    'http://evil.example/#http://127.0.0.1/',
    '//evil.example/',
    'https:evil.example',
    'http:/\\evil.example',
    'http://127.0.0.1\\@evil.example/',
    'http://127.0.0.1\t.evil.example/',
    'http://localhost:8381/callback',
    'http://0.0.0.0:8381/callback',
    'http://2130706433/callback',
    'javascript:alert(document.domain)//127.0.0.1/',
    'data:text/html,<script>alert(1)</script>',
    'http://127.0.0.1/callback\r\nSet-Cookie: a=b',
    'HTTP://127.0.0.1:8381/callback',
    '',
  ])('leads nowhere: %j', async (redirect_uri) => {
    for (const consent of ['page', 'auto', 'deny'] as const) {
      const answer = await new Authorizing({ consent }).ask({ redirect_uri, state: 's', scope: 'wrong' });
      expect(answer.status).toBe(400);
      expect(answer.headers).not.toHaveProperty('location');
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });

  it('is not made by two redirect URIs, of which each reader takes another', async () => {
    const query = `response_type=code&client_id=${APP.clientId}&scope=device&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&redirect_uri=https%3A%2F%2Fevil.example`;
    const answer = await new Authorizing({ consent: 'auto' }).ask(query);
    expect([answer.status, answer.headers['location']]).toEqual([400, undefined]);
  });

  it('adds no header and no parameter by the state', async () => {
    const client = new Authorizing({ consent: 'auto' });
    const answer = sentBack(await client.ask({ state: 'a\r\nSet-Cookie: b=c&code=stolen#x' }));
    expect(answer.response.headers).not.toHaveProperty('set-cookie');
    expect(answer.parameters.getAll('code')).toHaveLength(1);
    expect(answer.parameters.get('state')).toBe('a\r\nSet-Cookie: b=c&code=stolen#x');
  });
});

describe('a code', () => {
  const other = { clientId: 'b'.repeat(32), clientSecret: 'other-secret'.repeat(7), apiKey: 'k'.repeat(40) };

  it('of one app is worth nothing for another', async () => {
    const client = new Authorizing({ apps: [APP, other] });
    const code = await client.code();
    const headers = { Authorization: basicOf(other.clientId, other.clientSecret) };
    const stolen = await client.exchange(code, {}, headers).expect(400);
    expect([stolen.body, hintOf(stolen)]).toEqual([
      { error: 'invalid_grant' },
      expect.stringMatching(/^code-unknown/),
    ]);
    await client.exchange(code).expect(200);
  });

  it('that somebody injects is refused by PKCE', async () => {
    const client = new Authorizing();
    const mine = 'm'.repeat(43);
    const theirs = await client.code({ code_challenge: 't'.repeat(43), code_challenge_method: 'plain' });
    const plain = await client.code();
    for (const code of [theirs, plain])
      expect(hintOf(await client.exchange(code, { code_verifier: mine }).expect(400))).toMatch(
        /^code-verifier-wrong/,
      );
  });

  it('and every token is masked in what is shown of the exchanges', async () => {
    const shown: string[] = [];
    const client = new Authorizing({ onExchange: (exchange) => shown.push(JSON.stringify(exchange)) });
    const code = await client.code();
    const { body } = await client.exchange(code).expect(200);
    await client.refresh(body.refresh_token).expect(200);
    await client.refresh(body.refresh_token).expect(400);
    await client.exchange(code).expect(400);
    const all = shown.join('\n');
    expect(all).toContain('/auth/token');
    for (const secret of [code, body.access_token, body.refresh_token, APP.clientSecret, APP.apiKey])
      for (const piece of [secret, secret.slice(0, 20), secret.slice(-20)])
        if (!APP.clientId.includes(piece.slice(0, 8)) && !/^[0-9a-f]{20}$/.test(piece))
          expect(all).not.toContain(piece);
  });
});

describe('the consent page', () => {
  it('cannot be framed, runs nothing, asks nobody outside, and tells nobody its address', async () => {
    const { headers, text } = await new Authorizing().ask().expect(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]+='; img-src data:; form-action 'self' http: https:; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    const style = /<style>([^]*)<\/style>/.exec(text)?.[1] ?? '';
    expect(policy).toContain(createHash('sha256').update(style).digest('base64'));
    expect(text).not.toMatch(/<script|\son\w+=|(?:src|href)="(?!data:,")/i);
  });

  it('shows hostile names of people and printers as text', async () => {
    const client = new Authorizing({
      accounts: [{ email: `x"<b>@example.com`, name: HOSTILE }],
      printers: [{ email: `y"<i>@print.epsonconnect.com`, name: HOSTILE, serialNo: HOSTILE }],
    });
    const first = await client
      .ask({ redirect_uri: `http://127.0.0.1/?q='};x{` })
      .then((answer) => (answer.status === 200 ? answer : client.ask()));
    const second = await client.press(first, 'example.com');
    for (const { text, status } of [first, second]) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/<(?:script|img|b|i)\b/i);
      expect(text).toContain('&#60;script&#62;');
    }
    const done = await client.press(second, 'y&#34;');
    expect(sentBack(done).parameters.get('code')).toBeTruthy();
  });

  it('shows a hostile client ID and redirect URI as text where it refuses them', async () => {
    const client = new Authorizing();
    for (const changes of [{ client_id: HOSTILE }, { redirect_uri: HOSTILE }]) {
      const { status, text } = await client.ask(changes);
      expect([status, /<(?:script|img)\b/i.test(text)]).toEqual([400, false]);
    }
  });

  it('takes no form of a foreign page, and none without the ID of an open request', async () => {
    const client = new Authorizing();
    const page = await client.ask().expect(200);
    const right = {
      ...hiddenOf(page.text),
      account: 'owner@example.com',
      printer: 'mock.printer@print.epsonconnect.com',
    };
    for (const site of ['cross-site', 'same-site']) {
      const answer = await client.answer(right, { 'Sec-Fetch-Site': site }).expect(403);
      expect(answer.headers).not.toHaveProperty('location');
    }
    for (const id of ['', 'a'.repeat(43), '__proto__'])
      expect((await client.answer({ ...right, request: id }).expect(400)).headers).not.toHaveProperty(
        'location',
      );
    expect(hiddenOf(page.text)['request']).toMatch(/^[A-Za-z0-9_-]{43}$/);
    await client.answer(right).expect(303);
    // Once: the back button of the browser consents to nothing.
    await client.answer(right).expect(400);
  });

  it('gives no printer of somebody else, whatever its form is made to say', async () => {
    const client = new Authorizing({
      printers: [{ email: 'mine@print.epsonconnect.com' }, { email: 'theirs@print.epsonconnect.com' }],
      accounts: [{ email: 'me@example.com', printers: ['mine@print.epsonconnect.com'] }],
    });
    const hidden = hiddenOf((await client.ask()).text);
    const forged = { ...hidden, account: 'me@example.com', printer: 'theirs@print.epsonconnect.com' };
    const answer = await client.answer(forged).expect(200);
    expect(answer.text).toContain('mine@print');
    expect(answer.text).not.toContain('theirs@print');
  });

  it('keeps the newest 100 requests, for ten minutes', async () => {
    const client = new Authorizing();
    const ids: Record<string, string>[] = [];
    for (let times = 0; times < 101; times += 1) ids.push(hiddenOf((await client.ask()).text));
    const account = 'owner@example.com';
    await client.answer({ ...ids[0], account }).expect(400);
    await client.answer({ ...ids[1], account }).expect(200);
    client.host.control.clock.advance(600_000);
    await client.answer({ ...ids[100], account }).expect(400);
  });

  it('has its form answered by POST alone', async () => {
    const { host } = new Authorizing();
    for (const method of ['get', 'head', 'put'] as const)
      expect((await request(host.app)[method]('/_mock/consent').expect(405)).headers['allow']).toBe('POST');
  });
});

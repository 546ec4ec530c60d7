import { createHash } from 'node:crypto';
import { startMockHost, type Exchange, type NotificationAttempt } from 'epson-connect-mock';
import { expect, it, onTestFinished } from 'vitest';
import { APP, basicOf, REDIRECT_URI } from '../support/mock/authorization.js';
import { PDF } from '../support/mock/client.js';

const SECRET = 'Zq3_f-9Kx7Lm2Pw8Rt5Vb1Nc4Hd6Jg0Sy-Ua3Ei7Oo9Qz2Xc5Vn8Bm1_Ls4Kd7Jf0Hg3Gq6Tr9We2Yp5Ui8';
const API_KEY = 'Qw8Er5Ty2Ui9Op6As3Df0Gh7Jk4Lz1Xc8Vb5Nm2Q';
const STATE = 'kP2n-8sT5_vW1xZ4bC7dF0gH3jK6lM9oQ2rS5tU8wX1yA4eG7iL0';
const VERIFIER = 'tH8rE5eV2eR9iF6iE3rS0aR7eL4oN1gE8rT5hA2nT9hIs';

/** The secret, form-encoded as OAuth libraries do. */
const ENCODED = SECRET.replaceAll('-', '%2D').replaceAll('_', '%5F');

/** A secret in each spelling in which a reader knows it, whole and in part. */
const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  secret.replaceAll('-', '%2D').replaceAll('_', '%5F'),
  ...(secret.length >= 40 ? [secret.slice(0, 30), secret.slice(-30)] : []),
];

async function start() {
  const exchanges: Exchange[] = [];
  const attempts: NotificationAttempt[] = [];
  const host = await startMockHost({
    apps: [{ clientId: APP.clientId, clientSecret: SECRET, apiKey: API_KEY }],
    consent: 'auto',
    pace: 'instant',
    onExchange: (exchange) => exchanges.push(exchange),
    onNotification: (attempt) => attempts.push(attempt),
  });
  onTestFinished(() => host.close());
  const secrets = new Set<string>([
    SECRET,
    API_KEY,
    ...[SECRET, ENCODED, ENCODED.replace(/%../g, (escape) => escape.toLowerCase())].map((secret) =>
      basicOf(APP.clientId, secret).slice('Basic '.length),
    ),
  ]);
  const hints: string[] = [];
  const send = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(path.startsWith('/') ? host.url + path : path, {
      redirect: 'manual',
      ...init,
    });
    hints.push(answer.headers.get('x-epson-mock-hint') ?? '');
    return { answer, text: await answer.text() };
  };
  const form = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    send('/auth/token', {
      method: 'POST',
      headers: { Authorization: basicOf(APP.clientId, SECRET), ...headers },
      body: new URLSearchParams(body),
    });
  const shown = async () => {
    await host.control.settled();
    const own = await Promise.all(
      ['journal', 'journal.har', 'jobs', 'clients', 'accounts', 'faults'].map(
        async (name) => (await send(`/_mock/api/${name}`)).text,
      ),
    );
    return [...own, ...hints, JSON.stringify(exchanges), JSON.stringify(attempts)].join('\n');
  };
  return { host, send, form, secrets, shown };
}

it('shows no secret of version 2, wherever a program puts it, and what is none as it is', async () => {
  const { host, send, form, secrets, shown } = await start();
  const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
  secrets.add(VERIFIER);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: APP.clientId,
    redirect_uri: REDIRECT_URI,
    scope: 'device',
    state: STATE,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const { answer: back } = await send(`/auth/authorize?${query.toString()}`);
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const issued = JSON.parse((await send('/_mock/api/authorize', { method: 'POST' })).text) as {
    code: string;
  };
  secrets.add(code).add(issued.code);
  const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
  // Each mistake carries a secret to where it does not belong.
  await form(
    { ...grant, code_verifier: VERIFIER, client_id: APP.clientId, client_secret: SECRET },
    { Authorization: '' },
  );
  await form({ ...grant, code_verifier: `${VERIFIER}x` });
  await form({ ...grant, client_id: SECRET, code_verifier: VERIFIER });
  await form({ ...grant, redirect_uri: `${REDIRECT_URI}?code=${code}` });
  await send(`/auth/token?code=${code}&code_verifier=${VERIFIER}&client_secret=${SECRET}`, {
    method: 'POST',
  });
  await send('/auth/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: basicOf(SECRET, APP.clientId) },
    body: JSON.stringify({ ...grant, code_verifier: VERIFIER }),
  });
  // Credentials that an OAuth library form-encodes, where they belong and where they do not.
  for (const secret of [ENCODED, ENCODED.replace(/%../g, (escape) => escape.toLowerCase())]) {
    const basic = basicOf(APP.clientId, secret);
    const encoded = basic.slice('Basic '.length);
    await form({ ...grant, code_verifier: VERIFIER }, { Authorization: basic });
    await form({ ...grant, note: encoded, state: encoded.slice(0, 40) });
    await form({ ...grant, note: secret });
    await send(`/auth/token?note=${secret}&basic=${encodeURIComponent(encoded)}`, { method: 'POST' });
    await send(`/api/2/printing/devices/info?state=${encoded.slice(-40)}`, {
      headers: { 'X-Auth': encoded },
    });
  }
  const { text } = await form({ ...grant, code_verifier: VERIFIER });
  const tokens = JSON.parse(text) as { access_token: string; refresh_token: string };
  const refreshed = JSON.parse(
    (await form({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token })).text,
  ) as typeof tokens;
  await form({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
  await form(grant);
  // The code was exchanged twice, which ended its tokens.
  const held = JSON.parse((await form({ ...grant, code: issued.code })).text) as typeof tokens;
  for (const each of [tokens, refreshed, held]) secrets.add(each.access_token).add(each.refresh_token);
  const call = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
    send(`/api/2/printing${path}`, {
      ...init,
      headers: {
        Authorization: `Bearer ${held.access_token}`,
        'x-api-key': API_KEY,
        'Content-Type': 'application/json',
        ...headers,
      },
    });
  await call('/devices/info', {}, { 'x-api-key': SECRET });
  await call('/devices/info', {}, { Authorization: `Bearer ${API_KEY}`, 'x-api-key': held.access_token });
  await call(`/jobs/${held.access_token}`);
  await call(`/devices/info?access_token=${held.refresh_token}&x-api-key=${API_KEY}`);
  const job = { jobName: held.refresh_token, printMode: code, apiKey: API_KEY };
  await call('/jobs', { method: 'POST', body: JSON.stringify(job) });
  const { text: created } = await call('/jobs', {
    method: 'POST',
    body: JSON.stringify({ jobName: 'a', printMode: 'document' }),
  });
  const { jobId, uploadUri } = JSON.parse(created) as { jobId: string; uploadUri: string };
  const key = new URL(uploadUri).searchParams.get('Key') ?? '';
  secrets.add(key);
  const upload = (uri: string) =>
    send(uri, { method: 'POST', headers: { 'Content-Type': 'application/pdf' }, body: PDF });
  await upload(`${uploadUri}/&File=1.pdf`);
  await upload(uploadUri.replace('Key', 'key'));
  await upload(`${uploadUri}&File=${key}.pdf`);
  await call(`/jobs/${jobId}/print`, { method: 'POST' });

  const all = await shown();
  const leaks = [...secrets].flatMap(spellings).filter((secret) => all.includes(secret));
  expect(leaks).toEqual([]);
  for (const readable of [STATE, challenge, APP.clientId, jobId]) expect(all).toContain(readable);
  const target = `/auth/authorize?${query.toString()}`;
  expect(host.control.journal.read().map((entry) => entry.target)).toContain(target);
  const location = host.control.journal
    .read({ operation: 'authorize' })[0]
    ?.response.headers.find(([name]) => name === 'Location')?.[1];
  expect(location).toBe(`${REDIRECT_URI}?code=***&state=${STATE}`);
});

it('shows no credentials of an app that nobody seeded, alone or in Basic, whole or in part', async () => {
  const host = await startMockHost({ worlds: true, consent: 'auto' });
  onTestFinished(() => host.close());
  const clientId = 'b7c1d9e2f4a6083517f9e8d7c6b5a493';
  const secret = `${SECRET}x7K`;
  const basic = basicOf(clientId, secret);
  const encoded = basic.slice('Basic '.length);
  const form = (body: Record<string, string>, note = '') =>
    fetch(`${host.url}/auth/token?note=${encodeURIComponent(note)}`, {
      method: 'POST',
      headers: { Authorization: basic, 'X-Note': note },
      body: new URLSearchParams(body),
    });
  const answer = await form({ grant_type: 'client_credentials' });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}`, 'x-api-key': API_KEY };
  await fetch(`${host.url}/api/2/printing/settings/notification`, { headers });
  const pieces = [secret, encoded, API_KEY].flatMap((each) => [each.slice(0, 30), each.slice(-30)]);
  // The beginning of Basic is the client ID, which everybody may see.
  const secretPieces = pieces.filter((piece) => !encoded.startsWith(piece));
  for (const piece of pieces) await form({ grant_type: piece, note: piece }, piece);
  await host.control.settled();
  const all = await Promise.all(
    ['journal', 'journal.har'].map(async (name) =>
      (await fetch(`${host.url}/_mock/api/${name}?client_id=${clientId}`)).text(),
    ),
  );
  expect(all.join()).toContain('grant_type');
  expect(secretPieces.filter((piece) => all.join().includes(piece))).toEqual([]);
});

it('shows no ID of a request that a person still has to answer: who has it may answer in their name', async () => {
  const host = await startMockHost();
  onTestFinished(() => host.close());
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: APP.clientId,
    redirect_uri: REDIRECT_URI,
    scope: 'device',
  });
  const page = await (await fetch(`${host.url}/auth/authorize?${query.toString()}`)).text();
  const [, id = ''] = /name="request" value="([^"]+)"/.exec(page) ?? [];
  expect(id).toHaveLength(43);
  const form = { client_id: APP.clientId, request: id, account: 'owner@example.com' };
  await fetch(`${host.url}/_mock/consent`, { method: 'POST', body: new URLSearchParams(form) });
  await host.control.settled();
  const shown = JSON.stringify(host.control.journal.read());
  expect(shown).toContain('name=\\"request\\"');
  expect(shown).not.toContain(id);
});

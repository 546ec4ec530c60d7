import { Clock } from 'epson-connect-mock';
import { expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { hintOf } from '../support/mock/client.js';
import { Authorizing, hiddenOf } from '../support/mock/authorization.js';

const NOON = Date.UTC(2026, 10, 22, 12);

function start(dataDir: string, atMs = NOON) {
  const warnings: string[] = [];
  const client = new Authorizing({
    dataDir,
    clock: new Clock(() => atMs),
    onWarning: (message) => warnings.push(message),
  });
  onTestFinished(() => expect(warnings).toEqual([]));
  return client;
}

it('keeps codes, refresh tokens and their rotation over a restart', async () => {
  const folder = newFolder();
  const first = start(folder);
  const challenge = { code_challenge: 'v'.repeat(43), code_challenge_method: 'plain' };
  const [open, bound, used] = [await first.code(), await first.code(challenge), await first.code()];
  await first.exchange(used).expect(200);
  const former = await first.tokens();
  const { body: newest } = await first.refresh(former.refresh_token).expect(200);
  const reused = await first.code();
  const { body: ended } = await first.exchange(reused).expect(200);
  await first.exchange(reused).expect(400);
  await first.host.close();

  const second = start(folder, NOON + 60_000);
  await second.exchange(open).expect(200);
  expect(hintOf(await second.exchange(bound).expect(400))).toMatch(/^code-verifier-wrong: /);
  await second.exchange(bound, { code_verifier: 'v'.repeat(43) }).expect(200);
  expect(hintOf(await second.exchange(used).expect(400))).toMatch(/^code-used: /);
  expect(hintOf(await second.refresh(former.refresh_token).expect(400))).toMatch(/^refresh-token-used: /);
  expect(hintOf(await second.refresh(ended.refresh_token).expect(400))).toMatch(/^grant-ended: /);
  const { body: renewed } = await second.refresh(newest.refresh_token).expect(200);
  await second.host.close();

  const third = start(folder, NOON + 31 * 24 * 3600_000);
  expect(hintOf(await third.refresh(renewed.refresh_token).expect(400))).toMatch(/^refresh-token-expired: /);
});

it('lets a page be asked for again that was open when the mock ended', async () => {
  const folder = newFolder();
  const first = start(folder);
  const hidden = hiddenOf((await first.ask().expect(200)).text);
  await first.host.close();
  const answer = await start(folder)
    .answer({ ...hidden, account: 'owner@example.com' })
    .expect(400);
  expect(answer.text).toContain('Go back to the program');
});

it('forgets everything by a reset', async () => {
  const client = start(newFolder());
  const [code, { refresh_token }] = [await client.code(), await client.tokens()];
  const hidden = hiddenOf((await client.ask().expect(200)).text);
  await client.host.control.reset();
  await client.exchange(code).expect(400);
  await client.refresh(refresh_token).expect(400);
  await client.answer({ ...hidden, account: 'owner@example.com' }).expect(400);
  await client.tokens();
});

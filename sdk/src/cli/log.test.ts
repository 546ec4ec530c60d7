import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../test/fake-clock.js';
import { clientSecret, json, token } from '../test/fake-host.js';
import { fakeProcess, passing } from '../test/fake-process.js';

const limited = () => json(403, { code: 'rate_limit_exceeded' });
const random = () => 0;

/** Two files, and a host that is asked too often; time passes as soon as somebody waits. */
async function printTwo(options: { isTTY?: boolean }, ...flags: string[]) {
  const all = fakeProcess(options);
  const files = ['a.pdf', 'b.pdf'].map((name) => join(all.home, name));
  for (const file of files) writeFileSync(file, '%PDF-1.4');
  all.host.always('create', limited);
  const clock = fakeClock();
  const code = await passing(clock, all.run(['print', ...files, ...flags], { clock, random }));
  return { ...all, code };
}

describe('a call limit', () => {
  it('is said to be waited for, and the next file is not begun', async () => {
    const { code, said, host } = await printTwo({});
    expect(code).toBe(4);
    expect(said.err.match(/^too many calls; waiting \d+ s$/gm)).toEqual([
      'too many calls; waiting 15 s',
      'too many calls; waiting 30 s',
      'too many calls; waiting 60 s',
    ]);
    expect(said.err).toMatch(/rate_limit_exceeded[^]*\n1 more file was not begun\.\n$/);
    expect(host.requests('create')).toHaveLength(4);
  });

  it('is said on the line of the progress where somebody watches', async () => {
    const { said } = await printTwo({ isTTY: true });
    expect(said.err).toContain('\r\u001B[Ktoo many calls; waiting 15 s\r\u001B[K');
  });

  it('is waited for as often as --retries says', async () => {
    const { code, host, said } = await printTwo({}, '--retries', '0');
    expect([code, host.requests('create').length]).toEqual([4, 1]);
    expect(said.err).not.toContain('waiting');
  });
});

describe('--verbose', () => {
  it('tells of each request on stderr, and no secret', async () => {
    const { said, code } = await printTwo({}, '--verbose', '--retries', '1');
    expect(code).toBe(4);
    expect(said.err).toContain('POST /api/1/printing/oauth2/auth/token 200 (');
    expect(said.err).toMatch(/\/jobs 403 \(\d+ ms, try 2\)/);
    for (const secret of [clientSecret, token('access', 1), 'Key=']) expect(said.err).not.toContain(secret);
  });

  it('tells what the mock explains about a success', async () => {
    const all = fakeProcess();
    const file = join(all.home, 'a.pdf');
    writeFileSync(file, '%PDF-1.4');
    const hint = { 'x-epson-mock-hint': 'document-will-fail: It is no%1B[2J PDF.' };
    all.host.next('execute', () => json(200, {}, hint));
    expect(await all.run(['print', file, '--verbose'])).toBe(0);
    expect(all.said.err).toMatch(/\/print 200 \(.*\) document-will-fail: It is no.*PDF\.$/m);
    expect(all.said.err).not.toContain('\u001B');
  });
});

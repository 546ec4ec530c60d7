import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProcess } from '../test/fake-process.js';
import { jobId, json } from '../test/fake-host.js';

/** Ctrl-C while the host executes, and how it answers to the cancel. */
async function interrupted(answering: () => Response | Promise<Response>, isTTY = true) {
  const all = fakeProcess({ isTTY });
  const file = join(all.home, 'a.pdf');
  writeFileSync(file, '%PDF-1.4');
  all.host.always('execute', () => {
    all.interrupt();
    return json(200, {});
  });
  all.host.always('other', answering);
  const code = await all.run(['print', file], { retries: 0 });
  return { ...all, code };
}

describe('Ctrl-C while a job is executed', () => {
  it('cancels it', async () => {
    const { code, said } = await interrupted(() => json(200, {}));
    expect([code, said.out]).toEqual([
      130,
      expect.stringContaining(`accepted as job ${jobId}, then canceled.`),
    ]);
  });

  it('says of a job in a state of no return that it goes on', async () => {
    const { code, said } = await interrupted(() => json(405, { code: 'command_not_allowed' }));
    expect([code, said.out]).toEqual([
      130,
      expect.stringContaining('it can no longer be canceled and continues.'),
    ]);
  });

  it.each([
    ['refused', () => json(403, { code: 'rate_limit_exceeded' }), 'rate_limit_exceeded', 'accepted'],
    ['not authorized', () => json(401, { code: 'a' }), 'the host answered 401', 'accepted'],
    ['lost', () => Promise.reject(new TypeError('fetch failed')), 'no answer (fetch failed)', 'unknown'],
    ['met by a failure', () => json(500, { code: 'internal_server_error' }), 'answered 500', 'unknown'],
  ])(
    'says that a cancel that was %s leaves it as it is, why, and what to do',
    async (_, answering, why, outcome) => {
      const { said, lines, code } = await interrupted(answering, false);
      expect(lines()).toMatchObject([{ outcome, job: { id: jobId }, error: { step: 'jobs.cancel' } }]);
      const what =
        outcome === 'unknown'
          ? 'it is unknown whether it is canceled'
          : 'it could not be canceled and continues';
      expect(said.err).toContain(`accepted as job ${jobId}; ${what}. Canceling the job failed: `);
      expect(said.err).toContain(why);
      expect(said.err).toContain(`Cancel it with: epson-connect cancel ${jobId}.`);
      expect(said.err).not.toContain('no longer');
      expect(code).toBe(130);
    },
  );
});

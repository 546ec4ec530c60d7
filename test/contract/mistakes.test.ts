import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { newClient } from '../support/mock/client.js';
import { MISTAKES } from './mistakes.js';

describe('a mistake that programs make', () => {
  it.each(MISTAKES)('is recognised and explained: %s', async (_what, rule, make, hint) => {
    const client = newClient();
    const caller = await client.authenticate();
    const job = await client.job(caller);
    await make({ client, caller, job });
    const findings = client.host.control.journal
      .read({ rule })
      .flatMap((entry) => [{ rule: entry.rule, hint: entry.hint ?? '' }, ...entry.warnings]);
    expect(findings.find((finding) => finding.rule === rule)?.hint).toMatch(hint);
  });

  it('is one of those that the journal knows by a rule with a summary', async () => {
    const { body } = await request(newClient().host.app).get('/_mock/api/rules').expect(200);
    const known = new Set((body.rules as { id: string }[]).map(({ id }) => id));
    expect(MISTAKES.map(([, rule]) => rule).filter((rule) => !known.has(rule))).toEqual([]);
  });
});

import { EpsonConnect, type Fetch } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { operationsOf, readDescription } from '../support/description/description.js';
import { sharedTime } from '../support/sdk/shared-time.js';

/** Every refusal that the description has for execute: status and word. */
const described = Object.entries(
  operationsOf(readDescription('v1/openapi.yaml')).get('executePrint')?.responses ?? {},
).flatMap(([status, { content }]) => {
  const schema = content?.['application/json']?.schema as {
    properties?: { code: { anyOf: { enum?: string[] }[] } };
  };
  const words = schema.properties?.code.anyOf.flatMap((each) => each.enum ?? []) ?? [];
  return words.map((code) => [Number(status), code] as const);
});

/** Returns true for refusals that prove that nothing was done, and for answers that are followed by a repeat. */
const isProof = (status: number, code: string): boolean =>
  ([400, 403, 415].includes(status) && code !== 'rate_limit_exceeded') || code === 'printer_not_found';

const json = (status: number, body: unknown) => Response.json(body, { status });

/** Executes on a host that refuses so, once, and then knows the job to be executed. Tells how often it was looked at. */
async function executed(refusal: () => Response) {
  const { clock, pass } = sharedTime();
  let looks = 0;
  let executes = 0;
  const fetch: Fetch = async (url, { method }) => {
    if (url.includes('/oauth2/')) {
      const tokens = { access_token: `t${executes}`, expires_in: 3600, subject_id: 'd' };
      return json(200, tokens);
    }
    if (method === 'GET') {
      looks += 1;
      return json(200, { status: 'processing', status_reason: '', job_name: 'a', total_pages: 0 });
    }
    executes += 1;
    return refusal();
  };
  const credentials = {
    clientId: 'a'.repeat(32),
    clientSecret: 'b'.repeat(64),
    printerEmail: 'a@client.example',
  };
  const epson = new EpsonConnect({
    ...credentials,
    baseUrl: 'https://host.example',
    retries: 0,
    fetch,
    clock,
  });
  const error = await pass(epson.execute({ id: 'j' }).catch((reason: unknown) => reason));
  return { error, looks, executes };
}

describe('an answer to execute', () => {
  it('has words in the description', () => {
    expect(described.length).toBeGreaterThan(12);
    expect(described.some(([status, code]) => isProof(status, code))).toBe(true);
  });

  it.each(described)('%i %s is believed as far as the table of answers has it', async (status, code) => {
    const { error, looks, executes } = await executed(() => json(status, { code }));
    expect(executes).toBe(status === 401 ? 2 : 1);
    if (isProof(status, code)) expect([looks, error]).toMatchObject([0, { status, code, step: 'execute' }]);
    else expect([looks, error]).toEqual([1, undefined]);
  });

  it.each(described.filter(([status, code]) => isProof(status, code)))(
    '%i %s is proof under its own status and as `code` only',
    async (status, code) => {
      const others = [400, 403, 404, 409, 415, 418].filter(
        (other) => !described.some(([known, word]) => known === other && word === code),
      );
      for (const other of others)
        expect((await executed(() => json(other, { code }))).looks, `${other}`).toBe(1);
      expect((await executed(() => json(status, { error: code }))).looks).toBe(1);
      expect((await executed(() => new Response(code, { status }))).looks).toBe(1);
    },
  );
});

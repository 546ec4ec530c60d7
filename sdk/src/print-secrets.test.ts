import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from './test/client.js';
import { clientId, clientSecret, json, rejection, token, uploadKey, uploadUri } from './test/fake-host.js';

const steps = ['authenticate', 'create', 'upload', 'execute'] as const;
const pdf = Object.freeze({ data: new TextEncoder().encode('%PDF-1.4'), name: 'invoice-17.pdf' });

const secrets = [
  clientSecret,
  btoa(`${clientId}:${clientSecret}`),
  token('access', 1),
  token('refresh', 1),
  token('access', 2),
  uploadKey,
];

/** Everything that a log could hold of an error. */
function everythingOf(error: unknown): string {
  const { message, cause, stack } = error as Error;
  return [
    message,
    stack,
    inspect(error, { depth: Infinity, showHidden: true }),
    JSON.stringify(error),
    inspect(cause),
    String(cause),
  ].join('\n');
}

describe('what print says when it fails', () => {
  const echo = (status: number): ((request: { headers: Headers; url: string; text: string }) => Response) => {
    return ({ headers, url, text }) => {
      const all = [headers.get('authorization'), url, text, uploadUri].join(' ');
      const hint = encodeURIComponent(`You sent ${all}`);
      const body = {
        error: token('access', 1),
        code: token('access', 1),
        error_description: all,
        message: all,
      };
      return json(status, body, { 'x-epson-mock-hint': hint });
    };
  };
  const leaking = ({
    headers,
    url,
    text,
  }: {
    headers: Headers;
    url: string;
    text: string;
  }): Promise<Response> => {
    const config = { url, text, headers: Object.fromEntries(headers) };
    const inner = Object.assign(new Error(`cannot send ${JSON.stringify(config)}`), {
      config,
      request: config,
    });
    return Promise.reject(
      Object.assign(new TypeError(`fetch failed for ${url}`, { cause: inner }), { config }),
    );
  };

  const outcomes = [200, 302, 400, 401, 403, 404, 405, 413, 429, 500, 503].map(
    (status) => [`${status} that repeats all`, echo(status)] as const,
  );
  const cases = steps.flatMap((step) =>
    [...outcomes, ['error of an HTTP library', leaking] as const].map(
      ([name, answer]) => [step, name, answer] as const,
    ),
  );

  it.each(cases)('when %s meets a %s', async (step, name, answer) => {
    const { host, epson } = clientOnFakeHost();
    if (step === 'authenticate' || name === '200 that repeats all') await epson.authenticate();
    host.always(step, answer);
    if (step === 'authenticate')
      host.always('create', () => json(401, { code: 'access_token_verification_failed' }));
    // A success that says too much is no error where nothing is read from it.
    if (name.startsWith('200') && step === 'upload') return void (await epson.print(pdf));
    const error = await rejection(epson.print(pdf));
    const shown = everythingOf(error);
    expect(shown).toMatch(/call failed|was sent to be executed/);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});

import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { basic, ProgramOfBoth } from '../support/mock/both-versions.js';
import { hintOf } from '../support/mock/client.js';
import { CALL_MIX_UPS, TOKEN_MIX_UPS, type MixUp } from './version-mix-ups.js';

const SECRET_V1 = 'S'.repeat(64);
const SECRET_V2 = `${'s'.repeat(84)}-_`;

const CREDENTIALS: readonly MixUp[] = [
  [
    'the credentials of an app at the token operation of version 1',
    ({ form, v1, v2 }) => form(v1.path, v2.basic, v1.grant),
    401,
    'client-unknown',
    /an app of version 2/,
    /POST \/auth\/token/,
    /GET \/auth\/authorize/,
  ],
  [
    'an unknown secret of 86 characters at the token operation of version 1',
    ({ form, v1 }) => form(v1.path, basic('x'.repeat(32), SECRET_V2), v1.grant),
    401,
    'client-unknown',
    /86 characters, as many as that of an app of version 2/,
    /POST \/auth\/token/,
  ],
  [
    'a code at the token operation of version 1',
    async (program) => program.form(program.v1.path, program.v1.basic, await program.code()),
    400,
    'grant-type-unknown',
    /authorization_code.* version 2/,
    /POST \/auth\/token/,
  ],
  [
    'client_credentials at the token operation of version 1',
    ({ form, v1 }) => form(v1.path, v1.basic, { grant_type: 'client_credentials' }),
    400,
    'grant-type-unknown',
    /client_credentials.* version 2/,
    /POST \/auth\/token/,
  ],
  [
    'the client of version 1 at the token operation of version 2',
    ({ form, v1 }) => form('/auth/token', v1.basic, v1.grant),
    401,
    'app-unknown',
    /version 1/,
    /POST \/api\/1\/printing\/oauth2\/auth\/token\?subject=printer/,
  ],
  [
    'an unknown secret of 64 characters at the token operation of version 2',
    ({ form }) => form('/auth/token', basic('x'.repeat(32), SECRET_V1), { grant_type: 'client_credentials' }),
    401,
    'app-unknown',
    /64 characters.*version 1/,
    /POST \/api\/1\/printing\/oauth2\/auth\/token\?subject=printer/,
  ],
  [
    'the password grant in version 2',
    ({ form, v1, v2 }) => form('/auth/token', v2.basic, v1.grant),
    400,
    'grant-of-version-1',
    /GET \/auth\/authorize/,
    /authorization_code/,
  ],
  [
    'the password grant below /api/2/',
    ({ form, v1, v2 }) => form(v1.path.replace('/1/', '/2/'), v2.basic, v1.grant),
    404,
    'path-unknown',
    /POST \/auth\/token/,
    /GET \/auth\/authorize/,
  ],
  [
    'credentials in the form',
    ({ form, v2: { clientId, clientSecret } }) =>
      form(
        '/auth/token',
        {},
        { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      ),
    401,
    'app-credentials-in-form',
    /Authorization: Basic base64/,
  ],
  [
    'localhost as the redirect URI',
    ({ authorize }) => authorize('http://localhost:8381/callback'),
    400,
    'redirect-uri-unregistered',
    /localhost is not accepted/,
    /127\.0\.0\.1/,
  ],
];

const ROWS = [...CREDENTIALS, ...TOKEN_MIX_UPS, ...CALL_MIX_UPS].map(
  ([what, make, status, rule, ...remedies]) => [what, make, status, rule, remedies] as const,
);

describe('a program that mixes up the versions of the API', () => {
  it.each(ROWS)('is told so, and what to do: %s', async (_what, make, status, rule, remedies) => {
    const host = await startMockHost({ consent: 'auto', pace: 'instant' });
    onTestFinished(() => host.close());
    const program = new ProgramOfBoth(host);
    await program.authenticate();
    const answer = await make(program);
    const hint = hintOf({ headers: Object.fromEntries(answer.headers) });
    expect([answer.status, hint.replace(/:.*/s, '')], hint).toEqual([status, rule]);
    for (const remedy of remedies) expect(hint).toMatch(remedy);
  });
});

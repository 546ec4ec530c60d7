import type { Mistake } from './mistake.js';

/** Mistakes of authentication, of tokens, and of where a call goes. */
export const ACCESS_MISTAKES: readonly Mistake[] = [
  [
    'token-method',
    ({ own, basic }) => own.call('GET', '/oauth2/auth/token?subject=printer', undefined, basic),
  ],
  [
    'token-body-not-a-form',
    ({ token, grant, basic }) =>
      token(JSON.stringify(grant), { ...basic, 'Content-Type': 'application/json' }),
  ],
  [
    'token-body-not-a-form',
    ({ token, form, basic }) =>
      token(form({ grant_type: 'refresh_token', refresh_token: 'r'.repeat(64) }), {
        ...basic,
        'Content-Type': 'application/json',
      }),
  ],
  ['basic-missing', ({ token }) => token(undefined, { 'Content-Type': 'application/x-www-form-urlencoded' })],
  ['basic-malformed', ({ token }) => token(undefined, { Authorization: 'Basic !' })],
  [
    'client-unknown',
    ({ token, basic }) => token(undefined, { Authorization: `${basic.Authorization.slice(0, -8)}AAAAAAAA` }),
  ],
  ['subject-wrong', ({ token }) => token(undefined, undefined, '')],
  ['parameter-repeated', ({ token, form, grant }) => token(`${form(grant)}&username=b`)],
  ['grant-type-missing', ({ token }) => token('a=b')],
  ['grant-type-unknown', ({ token, form, grant }) => token(form({ ...grant, grant_type: 'magic' }))],
  ['username-missing', ({ token }) => token('grant_type=password&password=')],
  ['username-malformed', ({ token, form, grant }) => token(form({ ...grant, username: 'me' }))],
  [
    'password-missing',
    ({ token }) => token('grant_type=password&username=a@print.epsonconnect.com'),
    { assume: { 'missing-password': 'refuse' } },
  ],
  ['password-not-empty', ({ token, form, grant }) => token(form({ ...grant, password: 'x' }))],
  ['printer-unknown', ({ token, form, grant }) => token(form({ ...grant, username: 'me@example.com' }))],
  [
    'remote-printing-off',
    async ({ token, own }) => {
      own.host.control.printer().setRemotePrinting(false);
      await token();
    },
  ],
  ['refresh-token-missing', ({ token }) => token('grant_type=refresh_token')],
  ['refresh-token-malformed', ({ token }) => token('grant_type=refresh_token&refresh_token=abc')],
  ['refresh-token-unknown', ({ token }) => token(`grant_type=refresh_token&refresh_token=${'r'.repeat(64)}`)],
  ['path-unknown', ({ own, printer, bearer }) => own.post(`${printer}/job`, '{}', bearer)],
  ['path-malformed', ({ own, printer, bearer }) => own.call('GET', `${printer}/jobs/%zz`, undefined, bearer)],
  ['method-wrong', ({ own, path, bearer }) => own.call('DELETE', path, undefined, bearer)],
  ['method-wrong', ({ own, destinations, bearer }) => own.call('PATCH', destinations, '{}', bearer)],
  ['bearer-missing', ({ execute }) => execute({})],
  ['bearer-unknown', ({ create }) => create({}, { Authorization: `Bearer ${'x'.repeat(64)}` })],
  [
    'bearer-expired',
    async ({ own, execute }) => {
      own.host.control.expireTokens();
      await execute();
    },
  ],
  [
    'bearer-revoked',
    async ({ own, printer, bearer, execute }) => {
      await own.call('DELETE', printer, undefined, bearer);
      await execute();
    },
  ],
  [
    'call-limit-passed',
    async ({ api, path }) => {
      for (let count = 0; count < 3; count += 1) await api('GET', path);
    },
    { callsPerMinute: 3 },
  ],
  [
    'bearer-other-version',
    async ({ own, execute }) => {
      const { clientId, clientSecret } = own.host.credentialsV2;
      const answer = await own.post(`${own.host.url}/auth/token`, 'grant_type=client_credentials', {
        Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      });
      const { access_token } = JSON.parse(answer) as Record<string, string>;
      await execute({ Authorization: `Bearer ${access_token}` });
    },
  ],
  ['device-foreign', ({ own, bearer }) => own.call('GET', `/printers/${'f'.repeat(32)}`, undefined, bearer)],
];

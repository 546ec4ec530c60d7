import { expect, it, onTestFinished } from 'vitest';
import { assemble } from '../../host/app.js';
import { DEFAULT_APP } from './default-credentials.js';
import { issueCode, type CodeRequest } from './consent.js';

const { clientId } = DEFAULT_APP;
const options = {
  printers: [{ email: 'one@print.epsonconnect.com' }, { email: 'two@print.epsonconnect.com' }],
  accounts: [{ email: 'none@example.com', printers: [] }, { email: 'all@example.com' }],
};

function host() {
  const { host: started, close } = assemble(options);
  onTestFinished(close);
  // At the start a printer that is not there is refused; it can still go later.
  started.accounts.add(clientId, { email: 'lost@example.com', printers: ['gone@print.epsonconnect.com'] });
  return started;
}

it('hands out a code that is exchanged like one of a browser', () => {
  const started = host();
  const challenge = { method: 'plain', value: 'v'.repeat(43) } as const;
  const { code, redirectTo } = issueCode(started, { clientId, state: 'a b&c', challenge });
  expect(redirectTo).toBe(`http://127.0.0.1:8381/callback?code=${code}&state=a%20b%26c`);
  const redirectUri = 'http://127.0.0.1:8381/callback';
  const { authorizations } = started.worlds.ofClient(clientId);
  const { printer } = authorizations.exchange(code, { redirectUri, verifier: 'v'.repeat(43) });
  expect(printer.email).toBe('one@print.epsonconnect.com');
});

it('takes the account and the printer that are asked for', () => {
  const started = host();
  const redirectUri = 'http://127.0.0.1:1/cb?x=1';
  const asked = { account: 'ALL@example.com', printer: 'TWO@print.epsonconnect.com', redirectUri };
  const { code, redirectTo } = issueCode(started, { clientId, ...asked });
  expect(redirectTo).toBe(`${redirectUri}&code=${code}`);
  const { authorizations } = started.worlds.ofClient(clientId);
  const { printer } = authorizations.exchange(code, { redirectUri });
  expect(printer.email).toBe('two@print.epsonconnect.com');
});

it.each<[Partial<CodeRequest>, RegExp]>([
  [{ clientId: 'f'.repeat(32) }, /^app-unknown: /],
  [{ redirectUri: 'http://localhost:1/' }, /^redirect-uri-unregistered: /],
  [{ account: 'who@example.com' }, /^account-without-printer: No account has the address.*none@example\.com/],
  [
    { account: 'none@example.com' },
    /^account-without-printer: The account none@example\.com has no registered/,
  ],
  [{ account: 'lost@example.com' }, /no printer with the address gone@print\.epsonconnect\.com/],
  [{ printer: 'three@print.epsonconnect.com' }, /has a printer "three@.*Registered: one@.*, two@/],
])('refuses %j', (changes, hint) => {
  expect(() => issueCode(host(), { clientId, ...changes })).toThrow(hint);
});

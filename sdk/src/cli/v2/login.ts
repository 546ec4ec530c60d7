import { createInterface } from 'node:readline';
import { isEpsonConnectError, type Device, type EpsonConnectV2 } from '../../v2/index.js';
import type { Command, Run } from '../command.js';
import { EXIT, UsageError } from '../exit-code.js';
import { messageOf } from '../messages.js';
import { plainText } from '../plain-text.js';
import { hasBrowser, openBrowser } from './browser.js';
import { DEFAULT_REDIRECT_URI } from './connect.js';
import { isReceivable, receive, type Callback } from './receiver.js';

/** Seconds in which the owner of the printer has to consent. */
const DEADLINE_S = 600;

export const login: Command<EpsonConnectV2> = {
  usage: '',
  summary: 'Connect a printer: its owner consents in a browser, and the tokens are stored',
  flags: { browser: 'is', receiver: 'is', deadline: 'number' },
  about: [
    '--no-browser            do not open a browser; show the address alone',
    '--no-receiver           do not listen on the port of the redirect URI; paste the address instead',
    `--deadline SECONDS      limit of the wait for the consent (default: ${DEADLINE_S})`,
    '    Over ssh, open the address in a browser anywhere. It comes back to an address that it cannot reach:',
    '    paste that address here, as it stands in the address bar.',
  ],
  examples: ['epson-connect login', 'epson-connect login --connection office --no-browser'],
  words: [0, 0],
  check({ flags }) {
    if (flags.number('deadline') === 0) throw new UsageError('--deadline must be above 0.');
  },
  async run(given) {
    const { epson, terminal, interrupt } = given;
    const { url, ...asked } = await epson.authorizationUrl();
    const ends: (() => unknown)[] = [];
    try {
      const callback = await consentOf(given, url, asked.state, ends);
      try {
        await epson.authorize(callback.url, { ...asked, signal: interrupt.signal });
      } catch (error) {
        await callback.answer('Not connected', 'The command says why. You can close this page.');
        throw codeRefused(error);
      }
      await callback.answer('Connected', 'The command can print now. You can close this page.');
    } finally {
      for (const end of ends) await end();
    }
    const { connection } = epson;
    // It is connected, also where the printer does not answer now.
    const device: Device | undefined = await epson
      .device({ signal: interrupt.signal })
      .catch((error: unknown) => void terminal.note(messageOf(error)));
    const what = device
      ? `${plainText(device.productName)}, serial number ${plainText(device.serialNumber)}`
      : 'a printer';
    terminal.result(
      { command: 'login', outcome: 'connected', connection, device },
      `Connected to ${what}, as the connection "${plainText(connection)}".`,
    );
    return EXIT.ok;
  },
};

/** Returns the answer of the owner, from the browser or pasted. @param ends is filled with what is to be ended afterwards */
async function consentOf(
  given: Run<EpsonConnectV2>,
  url: string,
  state: string,
  ends: (() => unknown)[],
): Promise<Callback> {
  const { io, flags, terminal, interrupt, who } = given;
  const redirectUri = who.redirectUri ?? DEFAULT_REDIRECT_URI;
  const isReceiving = flags.is('receiver') !== false && isReceivable(redirectUri);
  const canPaste = flags.text('credentials') !== '-';
  if (!isReceiving && !canPaste)
    throw new UsageError(
      `${redirectUri} is not received here, and standard input has the credentials: pass them in another way, and paste the address.`,
    );
  const deadlineS = flags.number('deadline') ?? DEADLINE_S;
  const { promise, resolve, reject } = deferred<Callback>();
  const timer = setTimeout(
    () => reject(new UsageError(`Nobody consented within ${deadlineS} s. Start again: epson-connect login`)),
    deadlineS * 1000,
  );
  ends.push(() => clearTimeout(timer));
  const { signal } = interrupt;
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  if (isReceiving) {
    const receiver = await receive(redirectUri, state, resolve);
    ends.push(() => receiver.close());
  }
  terminal.note(`Open this address, sign in, and choose the printer:\n\n  ${url}\n`);
  const isHere = isReceiving && hasBrowser(io);
  if (isReceiving)
    terminal.note(
      `Waiting for the browser on ${redirectUri} …${isHere ? '' : ' If it is on another machine, paste here the address that it ends at.'}`,
    );
  else terminal.note('Then paste here the address that the browser ends at:');
  if (canPaste)
    ends.push(
      readPasted(given, state, resolve, () => {
        if (!isReceiving)
          reject(new UsageError('Standard input has ended, and nobody has pasted the address.'));
      }),
    );
  if (isHere && flags.is('browser') !== false) openBrowser(io, url);
  return promise;
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((...given) => ([resolve, reject] = given));
  // It may be refused before anybody waits for it.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** Takes the address from standard input. @returns a function that ends it */
function readPasted(
  { io, terminal }: Run<EpsonConnectV2>,
  state: string,
  take: (callback: Callback) => void,
  onEnd: () => void,
): () => void {
  const lines = createInterface({ input: io.stdin });
  lines.on('line', (line) => {
    const text = line.trim();
    if (text === '') return;
    // Browsers do not show the beginning of an address, and some do not copy it.
    const address = text.includes('://') ? text : `http://${text}`;
    const pasted = URL.canParse(address) ? new URL(address) : undefined;
    if (!pasted?.search) return terminal.note('This is not an address. Paste all of the address bar.');
    if (pasted.searchParams.get('state') !== state)
      return terminal.note('This address is not the end of this login: it has another state, or none.');
    take({ url: address, answer: () => Promise.resolve() });
  });
  lines.once('close', onEnd);
  return () => lines.close();
}

/** Returns an error whose advice fits a code. */
function codeRefused(error: unknown): unknown {
  if (!isEpsonConnectError(error) || error.code !== 'invalid_grant') return error;
  return new UsageError(
    'The host refused the code: it was used already, is too old, or belongs to another redirect URI. Start again: epson-connect login',
  );
}

export const logout: Command<EpsonConnectV2> = {
  usage: '',
  summary: 'Forget the tokens of a connection on this machine',
  about: [
    '    Epson documents no call that ends a connection. Without its tokens it ends by itself, at the latest after 30 days.',
  ],
  examples: ['epson-connect logout', 'epson-connect logout --connection office'],
  words: [0, 0],
  async run({ epson, terminal }) {
    await epson.disconnect();
    const { connection } = epson;
    terminal.result(
      { command: 'logout', outcome: 'forgotten', connection },
      `The tokens of the connection "${plainText(connection)}" are forgotten on this machine.`,
    );
    return EXIT.ok;
  },
};

import { connect } from 'node:tls';
import { MockOptionError } from '../../config/options.js';

const NO_ANSWER_MS = 5000;
const EPSON = 'api.epsonconnect.com';

/**
 * Asks a running mock for its HTTPS port.
 *
 * @returns the port
 * @throws MockOptionError when no mock answers, or it does not listen for https
 */
export async function askHttpsPort(url: URL): Promise<number> {
  let answer: { name?: unknown; https_port?: unknown };
  try {
    const response = await fetch(new URL('/_mock/health', url), {
      signal: AbortSignal.timeout(NO_ANSWER_MS),
    });
    answer = (await response.json()) as typeof answer;
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new MockOptionError(
      `no mock answers at ${url.origin} (${why}); start one with epson-connect-mock --tls, or name its address by --url`,
      { cause: error },
    );
  }
  if (answer.name !== 'epson-connect-mock') {
    throw new MockOptionError(`the server at ${url.origin} is not epson-connect-mock`);
  }
  if (typeof answer.https_port === 'number') return answer.https_port;
  throw new MockOptionError(
    `the mock at ${url.origin} does not listen for https, which programs with the host's name in them need; start it with --tls`,
  );
}

/**
 * Tries whether programs that trust an authority would trust the mock.
 *
 * @throws MockOptionError when its certificate is of another authority
 */
export function checkTrust(host: string, port: number, ca: string, caDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(
        new MockOptionError(
          `the mock speaks TLS on port ${port}, and shows no certificate of the authority in ${caDir} (${error.message}); name the folder that it was started with by --ca-dir`,
          { cause: error },
        ),
      );
    };
    const socket = connect({ host, port, ca, servername: EPSON, timeout: NO_ANSWER_MS }, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error('it does not answer')));
  });
}

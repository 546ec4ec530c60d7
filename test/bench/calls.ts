import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A call as it goes over the wire. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A caller with the answer of the token operation. */
export interface Caller {
  readonly token: string;
  readonly deviceId: string;
}

export const CLIENT_ID = '0123456789abcdef0123456789abcdef';
export const CLIENT_SECRET = CLIENT_ID + CLIENT_ID;
export const PRINTER = 'mock.printer@print.epsonconnect.com';
/** A small document of one page. */
export const DOCUMENT = readFileSync(new URL('../../openapi/examples/sample.pdf', import.meta.url));

/** Step 1. */
export function tokenCall(clientId = CLIENT_ID, printer = PRINTER): Call {
  return {
    method: 'POST',
    path: '/api/1/printing/oauth2/auth/token?subject=printer',
    headers: {
      Authorization: `Basic ${Buffer.from(`${clientId}:${CLIENT_SECRET}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: `grant_type=password&username=${encodeURIComponent(printer)}&password=`,
  };
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const jobs = (deviceId: string) => `/api/1/printing/printers/${deviceId}/jobs`;

/** Step 2. */
export function createCall({ token, deviceId }: Caller): Call {
  return {
    method: 'POST',
    path: jobs(deviceId),
    headers: { ...bearer(token), 'Content-Type': 'application/json; charset=utf-8' },
    body: '{"job_name":"SampleJob1","print_mode":"document"}',
  };
}

/** Step 3, to the path of the upload URI: some servers answer with the host of an example. */
export function uploadCall(uploadUri: string, body?: Buffer): Call {
  const { pathname, search } = new URL(uploadUri);
  return {
    method: 'POST',
    path: `${pathname}${search}&File=1.pdf`,
    headers: { 'Content-Type': 'application/octet-stream' },
    ...(body === undefined ? {} : { body }),
  };
}

/** Step 4. */
export function executeCall({ token, deviceId }: Caller, jobId: string): Call {
  return { method: 'POST', path: `${jobs(deviceId)}/${jobId}/print`, headers: bearer(token) };
}

/** Reads the printer: a call that leaves nothing behind. */
export function printerCall({ token, deviceId }: Caller): Call {
  return { method: 'GET', path: `/api/1/printing/printers/${deviceId}`, headers: bearer(token) };
}

/** One client that keeps its connections. */
export class Client {
  readonly #url: string;
  readonly #agent: HttpAgent;

  /** @param connections so many at most */
  constructor(url: string, connections = 1) {
    this.#url = url;
    const options = { keepAlive: true, maxSockets: connections, rejectUnauthorized: false };
    this.#agent = url.startsWith('https') ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** @returns the body of an answer that is a success @throws when it is none */
  async send({ method, path, headers, body }: Call, stream?: Readable): Promise<string> {
    const ask = this.#url.startsWith('https') ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = ask(this.#url + path, {
      method,
      agent: this.#agent,
      headers: {
        ...headers,
        ...(stream === undefined ? (body === undefined ? { 'Content-Length': 0 } : length) : {}),
      },
    });
    const answered = new Promise<string>((resolve, reject) => {
      request.once('error', reject);
      request.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('error', reject);
        response.once('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) resolve(text);
          else
            reject(
              new Error(
                `${method} ${path.split('?')[0]} was answered with ${statusCode}: ${text.slice(0, 200)}`,
              ),
            );
        });
      });
    });
    if (stream === undefined) request.end(body);
    else await Promise.all([pipeline(stream, request), answered]);
    return answered;
  }

  async authenticate(clientId?: string, printer?: string): Promise<Caller> {
    const { access_token: token, subject_id: deviceId } = JSON.parse(
      await this.send(tokenCall(clientId, printer)),
    ) as { access_token: string; subject_id: string };
    return { token, deviceId: deviceId === '' ? CLIENT_ID : deviceId };
  }

  async create(caller: Caller): Promise<{ id: string; upload_uri: string }> {
    return JSON.parse(await this.send(createCall(caller))) as { id: string; upload_uri: string };
  }

  /** All four steps. */
  async print(): Promise<void> {
    const caller = await this.authenticate();
    const job = await this.create(caller);
    await this.send(uploadCall(job.upload_uri, DOCUMENT));
    await this.send(executeCall(caller, job.id));
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Returns whether a program answers the token operation. */
export async function isUp(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.authenticate();
    return true;
  } finally {
    client.close();
  }
}

/** Does something for each of many, so many at a time. */
export async function manyAtOnce(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun < count) await work((begun += 1) - 1);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane));
}

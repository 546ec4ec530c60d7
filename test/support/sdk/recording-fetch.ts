import type { Fetch } from 'epson-connect-sdk';

/** A request as the SDK handed it to `fetch`. */
export interface Sent {
  readonly url: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  /** The body if it is text; undefined without a body. */
  readonly body: string | undefined;
  readonly hasBody: boolean;
}

/** A `fetch` that remembers what it sent, and the tokens that came back. */
export interface RecordingFetch {
  readonly fetch: Fetch;
  readonly sent: Sent[];
  readonly tokens: string[];
  /** The grants that were asked for, in order. */
  grants(): (string | null)[];
  /** The access tokens of all requests that carried one, in order. */
  bearers(): string[];
}

/** @param answer in place of the network; undefined lets a request through */
export function recordingFetch(
  answer: (request: Sent, init: RequestInit) => Response | undefined | Promise<Response | undefined> = () =>
    undefined,
): RecordingFetch {
  const sent: Sent[] = [];
  const tokens: string[] = [];
  return {
    sent,
    tokens,
    async fetch(url, init) {
      const { method = 'GET', body } = init;
      const request: Sent = {
        url,
        path: new URL(url).pathname,
        method,
        headers: new Headers(init.headers),
        body: typeof body === 'string' ? body : undefined,
        hasBody: body !== undefined && body !== null,
      };
      sent.push(request);
      const response = (await answer(request, init)) ?? (await fetch(url, init));
      if (!request.path.endsWith('/token') || !response.ok) return response;
      const text = await response.text();
      const token = /"access_token"\s*:\s*"([^"]+)"/.exec(text)?.[1];
      if (token !== undefined) tokens.push(token);
      return new Response(text, response);
    },
    grants: () =>
      sent
        .filter(({ path }) => path.endsWith('/token'))
        .map(({ body }) => new URLSearchParams(body).get('grant_type')),
    bearers: () =>
      sent.flatMap(({ headers }) => /^Bearer (.*)$/.exec(headers.get('authorization') ?? '')?.[1] ?? []),
  };
}

import { VERSION } from '../package.js';
import type { EntryView } from './entry-view.js';

/** Returns the journal as an HTTP Archive 1.2, which the tools of browsers read. */
export function toHar(entries: readonly EntryView[], origin: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'epson-connect-mock', version: VERSION },
      entries: entries.map((entry) => harEntry(entry, origin)),
    },
  };
}

function harEntry(entry: EntryView, origin: string): object {
  const url = entry.target.startsWith('/') ? origin + entry.target : entry.target;
  const headers = (pairs: EntryView['request']['headers']) => pairs.map(([name, value]) => ({ name, value }));
  const typeOf = (pairs: EntryView['request']['headers']) =>
    pairs.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const { request, response, hint, rule } = entry;
  const query = url.includes('?') ? [...new URLSearchParams(url.slice(url.indexOf('?') + 1))] : [];
  return {
    startedDateTime: entry.time,
    time: entry.duration_ms ?? 0,
    request: {
      method: entry.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers(request.headers),
      queryString: query.map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: request.body_bytes,
      ...(request.body_text === null
        ? {}
        : { postData: { mimeType: typeOf(request.headers), text: request.body_text } }),
    },
    response: {
      status: response.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headers(response.headers),
      content: {
        size: response.body_bytes,
        mimeType: typeOf(response.headers),
        text: response.body_text ?? '',
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: response.body_bytes,
    },
    cache: {},
    timings: { send: 0, wait: entry.duration_ms ?? 0, receive: 0 },
    ...(rule === null ? {} : { comment: `${rule}: ${hint ?? ''}` }),
  };
}

/** One request of the SDK and its answer, fit to be shown. */
export interface ObservedCall {
  readonly method: string;
  readonly url: string;
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

const HIDDEN = '********';

/** Replaces in a text what lets its reader print: tokens, codes, secrets and upload keys. */
export function masked(text: string): string {
  return text
    .replace(/(Basic|Bearer|x-api-key:) \S+/g, `$1 ${HIDDEN}`)
    .replace(/("(?:access_token|refresh_token)":")[^"]*/g, `$1${HIDDEN}`)
    .replace(/((?:Key|\bcode|code_verifier|code_challenge|state)=)[\w-]+/g, `$1${HIDDEN}`);
}

/** Wraps fetch so that each call is shown before its answer is handed on. */
export function observedFetch(show: (call: ObservedCall) => void) {
  return async (url: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url, init);
    const headers = new Headers(init.headers);
    const text = await response.clone().text();
    show({
      method: init.method ?? 'GET',
      url: masked(url),
      sent: [
        ...['authorization', 'x-api-key', 'content-type'].flatMap((name) => header(headers, name)),
        await shownBody(init.body ?? null),
      ],
      received: [
        `${response.status} ${response.statusText}`,
        text === '' ? '(no body: the status says it all)' : masked(text),
      ],
    });
    return response;
  };
}

function header(headers: Headers, name: string): string[] {
  const value = headers.get(name);
  return value === null ? [] : [masked(`${name}: ${value}`)];
}

/** A file is shown by its size. */
async function shownBody(body: BodyInit | null): Promise<string> {
  if (body === null) return '(no body)';
  if (body instanceof Uint8Array) return `(the ${body.byteLength} bytes of the file)`;
  return masked(await new Response(body).text());
}

import type { Correction, Entry } from './api.js';

/** Headers that curl writes by itself. */
const OWN = new Set([
  'host',
  'content-length',
  'connection',
  'accept-encoding',
  'user-agent',
  'accept',
  'expect',
  'transfer-encoding',
]);

/** The variables of what the journal masks, by the name that stands before it. They are those of the corrected calls. */
const VARIABLES: Readonly<Record<string, string>> = {
  authorization: 'TOKEN',
  'x-api-key': 'EPSON_CONNECT_API_KEY',
  api_key: 'EPSON_CONNECT_API_KEY',
  client_secret: 'EPSON_CONNECT_API_CLIENT_SECRET',
  password: 'PASSWORD',
  access_token: 'TOKEN',
  token: 'TOKEN',
  refresh_token: 'REFRESH_TOKEN',
  code: 'CODE',
  code_verifier: 'CODE_VERIFIER',
  key: 'UPLOAD_KEY',
};

/** The bytes of a text body that the journal keeps. */
const KEPT_BYTES = 4096;

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Returns a call as a curl line. Where the journal masks a secret stands a variable of the shell. */
export function curlOf({ method, target, request }: Entry, origin: string): string {
  const url = /^https?:\/\//i.test(target) ? target : `${origin}${target}`;
  // A HEAD has no body to wait for, and brackets in a URL are no pattern.
  const asked = method === 'HEAD' ? '-I' : `-X ${quoteWord(method)}`;
  const lines = [`curl ${asked} ${/[[\]{}]/.test(url) ? '-g ' : ''}${filled(url)}`];
  for (const [name = '', value = ''] of request.headers) {
    if (OWN.has(name.toLowerCase())) continue;
    if (/^authorization$/i.test(name) && value === 'Basic ***') lines.push(BASIC);
    else lines.push(`-H ${filled(`${name}: ${value}`)}`);
  }
  const { body_bytes: bytes, body_text: text } = request;
  // Without it, curl says that a body is a form.
  const isTyped = request.headers.some(([name]) => name?.toLowerCase() === 'content-type');
  if (bytes > 0 && !isTyped) lines.push("-H 'Content-Type:'");
  if (bytes > 0)
    lines.push(text === null || bytes > KEPT_BYTES ? '--data-binary "@$FILE"' : `--data-raw ${filled(text)}`);
  return lines.join(' \\\n  ');
}

const BASIC = '-u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET"';

/** Returns a corrected call that can be pasted: the variables that are known, then the line. */
export function pasteable({ curl, variables }: Correction): string {
  const known = variables.flatMap(({ name, value }) => (value === null ? [] : [`${name}=${quote(value)}`]));
  return [...known, curl ?? ''].join('\n');
}

const quoteWord = (word: string) => (/^[A-Z]+$/.test(word) ? word : quote(word));

/** Quotes a text for the shell; what is masked in it becomes a variable. */
function filled(text: string): string {
  const parts = text.split('***');
  return parts
    .map((part, at) => (at === parts.length - 1 ? quote(part) : `${quote(part)}"$${variableAfter(part)}"`))
    .join('')
    .replace(/(?<=")''$/, '');
}

/** Returns the variable of a secret by the name before it: of a header, a parameter or a member. */
function variableAfter(text: string): string {
  const [, name = ''] = /([\w-]+)["']?\s*[:=]\s*["']?(?:\w+ )?$/.exec(text) ?? [];
  const plain = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  return VARIABLES[plain] ?? 'SECRET';
}

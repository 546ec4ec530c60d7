import type { Entry } from './api.js';

/** Headers that curl writes by itself. */
const OWN = new Set([
  'host',
  'content-length',
  'connection',
  'accept-encoding',
  'user-agent',
  'accept',
  'expect',
]);

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Returns a call as a curl line. Where the journal masks a secret stands a variable of the shell. */
export function curlOf({ method, target, request }: Entry, origin: string): string {
  const headers = request.headers.filter(([name = '']) => !OWN.has(name.toLowerCase()));
  const lines = [
    `curl -X ${method} ${filled(`${origin}${target}`, 'KEY')}`,
    ...headers.map(([name = '', value = '']) => `-H ${filled(`${name}: ${value}`, variableOf(name))}`),
  ];
  if (request.body_text !== null && request.body_text !== '')
    lines.push(`--data-raw ${filled(request.body_text, 'SECRET')}`);
  else if (request.body_bytes > 0) lines.push('--data-binary @FILE');
  return lines.join(' \\\n  ');
}

function variableOf(header: string): string {
  return header.toLowerCase() === 'x-api-key' ? 'EPSON_CONNECT_API_KEY' : 'ACCESS_TOKEN';
}

/** Quotes a text for the shell; what is masked in it becomes a variable. */
function filled(text: string, variable: string): string {
  return text.includes('***') ? text.split('***').map(quote).join(`"$${variable}"`) : quote(text);
}

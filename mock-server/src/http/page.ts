import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';

/** A part of a page, as it is written in it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** Writes a part of a page. What is put in is escaped, unless it is markup itself. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: texts }, ...parts.map(written)));
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2530; --dim: #5a6675; --paper: #fff; --desk: #eef1f5; --line: #d3dae3; --accent: #0b5cad }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf1; --dim: #9aa7b6; --paper: #1b222b; --desk: #11161c; --line: #333f4d; --accent: #7ab8f5 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--desk); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
main { max-width: 30rem; margin: 8vh auto 2rem; padding: 1.75rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px }
.host { margin: 0 0 1.25rem; color: var(--dim); font-size: .875rem }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25 }
p { margin: 0 0 1rem }
form { display: grid; gap: .625rem; margin: 1.25rem 0 0 }
button { font: inherit; color: inherit; text-align: left; padding: .75rem 1rem; background: none; border: 1px solid var(--line); border-radius: 8px; cursor: pointer }
button:hover, button:focus-visible { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: -1px }
button small { display: block; color: var(--dim) }
.quiet { border-color: transparent; text-align: center; color: var(--accent) }
.foot, dt { color: var(--dim); font-size: .875rem }
.foot { margin: 1.25rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line) }
code { font: .875em ui-monospace, monospace }
dl { margin: 0 } dd { margin: 0 0 .75rem }
@media (max-width: 32rem) { body { background: var(--paper) } main { margin: 0; padding: 1.25rem; border: 0; border-radius: 0 } }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Writes a page for a person: without script, and without anything from elsewhere. */
export function pageOf(title: string, content: Markup): string {
  return markup`<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title}</title><link rel="icon" href="data:,"><style>${new Markup(STYLE)}</style>
<main><p class="host">Epson Connect, as <strong>epson-connect-mock</strong> emulates it</p>
${content}</main>
</html>
`.text;
}

/** Returns the headers of a page. @param formTargets where its forms may lead, as a policy names it */
export function pageHeaders(formTargets = "'none'"): OutgoingHttpHeaders {
  return {
    'Content-Type': 'text/html; charset=UTF-8',
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}

/** Writes a page that says why there is no other. */
export function refusalPage(code: string | null, explanation: string): string {
  const [rule = '', ...rest] = explanation.split(': ');
  return pageOf(
    code ?? 'Refused',
    markup`<h1>${code ?? 'Refused'}</h1>
<p>The request cannot be answered, and the browser is not sent back to the program.</p>
<dl><dt>Rule</dt><dd><code>${rule}</code></dd><dt>What is wrong, and what to do</dt><dd>${rest.join(': ')}</dd></dl>
`,
  );
}

import type { RequestHandler } from 'express';
import type { Rule } from '../rules/rule.js';
import { sendJson } from '../http/send.js';
import { answerTo } from '../rules/answers.js';
import { RULES, type RuleId } from '../rules/rules.js';
import type { Command } from './inputs.js';

const escape = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function list(title: string, kind: Rule['kind']): string {
  const rows = Object.entries(RULES)
    .filter(([, rule]) => rule.kind === kind)
    .map(([id, { sentence, remedy }]) => {
      const text = `${escape(sentence)}<br>Remedy: ${escape(remedy)}`;
      return `<dt id="${id}"><a href="#${id}">${id}</a></dt><dd>${text}</dd>`;
    });
  return `<h2>${title}</h2><dl>${rows.join('')}</dl>`;
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}dt{font-family:ui-monospace,monospace;margin-top:.8rem}dd{margin:0 0 0 1rem}dt:target{background:#fe9}a{color:inherit}';

/** Answers `/_mock/docs/rules` with every rule by its ID, so that a hint can be looked up: `/_mock/docs/rules#execute-twice`. */
export const rulesPage: RequestHandler = (_request, response) => {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rules of the mock</title><link rel="icon" href="data:,"><style>${STYLE}</style><h1>Rules of the mock</h1><p>The ID stands at the beginning of each hint. A refusal is answered as the host would answer it; a warning lets the call through.</p>${list('Refusals', 'refusal')}${list('Warnings', 'warning')}${list('Connections and the rest', 'event')}</html>`;
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  );
  response.type('html').send(body);
};

/** Answers `GET /_mock/api/rules`. */
export function listRules({ context, response }: Command): void {
  const rules = Object.entries(RULES).map(([id, { kind, sentence, remedy, v1 }]) => ({
    id,
    ...(v1 ? answerTo({ rule: id as RuleId }, context.host.assumptions) : { status: null, code: null }),
    summary: sentence,
    remedy,
    kind: kind === 'event' ? 'refusal' : kind,
  }));
  sendJson(response, 200, { rules });
}

import { isDeepStrictEqual } from 'node:util';
import type { RequestHandler } from 'express';
import type { Host } from '../epson/domain/worlds.js';
import type { components } from '../generated/mock-control.js';
import type { Assumptions } from '../rules/assumptions.js';
import { DOCUMENTED_V2 } from '../rules/documented-v2.js';
import type { OperationIdV2, Rule } from '../rules/rule.js';
import { sendJson } from '../http/send.js';
import { answerTo } from '../rules/answers.js';
import { RULES, type RuleId } from '../rules/rules.js';
import type { Command } from './inputs.js';

type Schemas = components['schemas'];

const OPERATIONS = Object.keys(DOCUMENTED_V2) as OperationIdV2[];

const escape = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function list(title: string, kind: Rule['kind'], assumptions: Assumptions): string {
  const rows = Object.entries(RULES)
    .filter(([, rule]) => rule.kind === kind)
    .map(([id, { sentence, remedy }]) => {
      const all = answersOf(id as RuleId, assumptions);
      const answers = [...new Set(all.map(({ api_version }) => api_version))].map((version) => {
        const own = all.filter(({ api_version }) => api_version === version);
        const words = own.map(({ status, code }) => `${status}${code === null ? '' : ` ${code}`}`);
        return `version ${version} answers ${words.join(' or ')}`;
      });
      const answer = answers.length === 0 ? '' : `<br>On the wire: ${escape(answers.join('; '))}.`;
      const text = `${escape(sentence)}<br>Remedy: ${escape(remedy)}${answer}`;
      return `<dt id="${id}"><a href="#${id}">${id}</a></dt><dd>${text}</dd>`;
    });
  return `<h2>${title}</h2><dl>${rows.join('')}</dl>`;
}

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}dt{font-family:ui-monospace,monospace;margin-top:.8rem}dd{margin:0 0 0 1rem}dt:target{background:#fe9}a{color:inherit}';

/** Returns what each version answers to a call that breaks a rule, if its calls can: more than one answer where it differs by operation. */
function answersOf(rule: RuleId, assumptions: Assumptions): Schemas['RuleAnswer'][] {
  return ([1, 2] as const)
    .filter((version) => RULES[rule]?.[`v${version}`] !== undefined)
    .flatMap((version) => {
      const answers = [undefined, ...OPERATIONS].map((operation) => {
        const { status, code } = answerTo({ rule }, assumptions, version, operation);
        return { api_version: version, status, code };
      });
      return answers.filter(
        (each, at) => answers.findIndex((other) => isDeepStrictEqual(each, other)) === at,
      );
    });
}

/** Answers `/_mock/docs/rules` with every rule by its ID, so that a hint can be looked up: `/_mock/docs/rules#execute-twice`. */
export const rulesPage =
  ({ assumptions }: Host): RequestHandler =>
  (_request, response) => {
    const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rules of the mock</title><link rel="icon" href="data:,"><style>${STYLE}</style><h1>Rules of the mock</h1><p><a href="/_mock/ui/">Inspector</a> <a href="/_mock/docs/">Documentation</a></p><p>The ID stands at the beginning of each hint. A refusal is answered as the host would answer it; a warning lets the call through.</p>${list('Refusals', 'refusal', assumptions)}${list('Warnings', 'warning', assumptions)}${list('Connections and the rest', 'event', assumptions)}</html>`;
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    response.type('html').send(body);
  };

/** Answers `GET /_mock/api/rules`. */
export function listRules({ context, response }: Command): void {
  const { assumptions } = context.host;
  const rules = Object.entries(RULES).map(([id, { kind, sentence, remedy }]) => ({
    id,
    answers: answersOf(id as RuleId, assumptions),
    summary: sentence,
    remedy,
    kind: kind === 'event' ? 'refusal' : kind,
  }));
  sendJson(response, 200, { rules });
}

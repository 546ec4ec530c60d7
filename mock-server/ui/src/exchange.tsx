import { useState } from 'preact/hooks';
import type { Entry } from './api.js';
import { curlOf } from './curl.js';

/** One call as a line that opens: what was sent and answered, why it was refused, and the way to mend it. */
export function ExchangeLine({ entry }: { entry: Entry }) {
  const [isOpen, open] = useState(false);
  const { method, target, response, rule, hint, operation, warnings, connection_lost: isLost } = entry;
  const isRefused = rule !== null;
  return (
    <div class={isRefused ? 'exchange refused' : 'exchange'}>
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <b>{isLost ? 'lost' : (response.status ?? '…')}</b>
        <span class="what">{rule ?? operation ?? 'unknown path'}</span>
        <code>
          {method} {target}
        </code>
      </button>
      {(isOpen || isRefused) && hint !== null && <Why rule={rule} hint={hint} />}
      {(isOpen || warnings.length > 0) &&
        warnings.map((warning) => (
          <Why key={warning.rule} rule={warning.rule} hint={warning.hint} isWarning />
        ))}
      {isOpen && <Details entry={entry} />}
    </div>
  );
}

function Why({ rule, hint, isWarning = false }: { rule: string | null; hint: string; isWarning?: boolean }) {
  return (
    <p class={isWarning ? 'why warning' : 'why'}>
      {hint}{' '}
      {rule !== null && (
        <a href={`/_mock/docs/rules#${rule}`} target="_blank" rel="noreferrer">
          About {rule}
        </a>
      )}
    </p>
  );
}

function Details({ entry }: { entry: Entry }) {
  const { request, response } = entry;
  return (
    <div class="details">
      <Part title="Request" headers={request.headers} text={request.body_text} bytes={request.body_bytes} />
      {request.body_sha256 !== null && <p class="hash">SHA-256 {request.body_sha256}</p>}
      <Part title="Answer" headers={response.headers} text={response.body_text} bytes={response.body_bytes} />
      <button
        type="button"
        onClick={() => void navigator.clipboard.writeText(curlOf(entry, location.origin))}
      >
        Copy as curl
      </button>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly headers: readonly (readonly string[])[];
  readonly text: string | null;
  readonly bytes: number;
}

function Part({ title, headers, text, bytes }: PartProps) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {headers.map(([name = '', value = ''], at) => (
          <div key={at}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {text !== null ? <pre>{pretty(text)}</pre> : bytes > 0 && <p>{bytes} bytes, not text</p>}
    </section>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

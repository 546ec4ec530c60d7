import { useEffect, useState } from 'preact/hooks';
import type { Entry } from './api.js';
import { CorrectedCall } from './correction.js';
import { curlOf } from './curl.js';
import { remedyOf } from './rules.js';
import { bytesText, clockTime } from './text.js';

/** One call as a line that opens: what was sent and answered, why it was refused, and the way to mend it. */
export function ExchangeLine({ entry }: { entry: Entry }) {
  const [isOpen, open] = useState(false);
  const { method, target, time, response, rule, hint, operation, warnings, connection_lost: isLost } = entry;
  const isRefused = rule !== null;
  return (
    <div class={isRefused ? 'exchange refused' : 'exchange'}>
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <b>{isLost ? 'lost' : (response.status ?? '…')}</b>
        <span class="what">
          <bdi>{rule ?? operation ?? 'unknown path'}</bdi>
        </span>
        <time dateTime={time}>{clockTime(time)}</time>
        <code>
          {method} <bdi>{target}</bdi>
        </code>
      </button>
      {(isOpen || isRefused) && hint !== null && <Why rule={rule} hint={hint} isWhole={isOpen} />}
      {(isOpen || warnings.length > 0) &&
        warnings.map((warning) => (
          <Why key={warning.rule} rule={warning.rule} hint={warning.hint} isWhole={isOpen} isWarning />
        ))}
      {isOpen && <Details entry={entry} />}
    </div>
  );
}

interface WhyProps {
  readonly rule: string | null;
  readonly hint: string;
  /** True if the remedy of the rule is told as well. */
  readonly isWhole: boolean;
  readonly isWarning?: boolean;
}

function Why({ rule, hint, isWhole, isWarning = false }: WhyProps) {
  const [remedy, tell] = useState<string>();
  useEffect(() => {
    if (isWhole && rule !== null) void remedyOf(rule).then(tell);
  }, [isWhole, rule]);
  return (
    <p class={isWarning ? 'why warning' : 'why'}>
      <bdi>{hint}</bdi> {isWhole && remedy !== undefined && !hint.includes(remedy) && `${remedy} `}
      {rule !== null && (
        <a href={`/_mock/docs/rules#${rule}`} target="_blank" rel="noreferrer">
          About {rule}
        </a>
      )}
    </p>
  );
}

function Details({ entry }: { entry: Entry }) {
  const { request, response, sequence, rule, warnings } = entry;
  return (
    <div class="details">
      {(rule !== null || warnings.length > 0) && <CorrectedCall sequence={sequence} />}
      <Part title="Request" headers={request.headers} text={request.body_text} bytes={request.body_bytes} />
      {request.body_start !== null && <FirstBytes hex={request.body_start} />}
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
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {text !== null ? <pre>{pretty(text)}</pre> : bytes > 0 && <p>{bytes} bytes, not text</p>}
    </section>
  );
}

/** The beginning of a file in hexadecimal and as characters, which tells its true type. */
function FirstBytes({ hex }: { hex: string }) {
  return (
    <p class="hash">
      Begins with <code>{hex.replace(/..(?!$)/g, '$& ')}</code>, as text <code>{bytesText(hex)}</code>
    </p>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

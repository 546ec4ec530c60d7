import type { Call } from './print-calls.js';

/** The calls that this page makes, each with its answer. */
export function Calls({ calls }: { calls: readonly Call[] }) {
  return (
    <ol class="steps" aria-live="polite">
      {calls.map((call, at) => (
        <CallLine key={at} call={call} />
      ))}
    </ol>
  );
}

function CallLine({ call }: { call: Call }) {
  const { name, method, path, sent, status, answer, rule, hint, remedy } = call;
  const state = status === undefined ? 'waiting' : hint === undefined ? '' : 'no';
  return (
    <li class={state}>
      <details>
        <summary>
          <b>{name}</b> <span class="answered">{status ?? '…'}</span>
          <code>
            {method} {path}
          </code>
        </summary>
        {sent !== undefined && (
          <>
            <h3>Sent</h3>
            <pre>{sent}</pre>
          </>
        )}
        {answer !== undefined && (
          <>
            <h3>Answer</h3>
            <pre>{answer === '' ? 'no body' : answer}</pre>
          </>
        )}
      </details>
      {hint !== undefined && (
        <p class="why">
          {hint} {remedy !== undefined && !hint.includes(remedy) && `${remedy} `}
          {rule !== undefined && (
            <a href={`/_mock/docs/rules#${rule}`} target="_blank" rel="noreferrer">
              About {rule}
            </a>
          )}
        </p>
      )}
    </li>
  );
}

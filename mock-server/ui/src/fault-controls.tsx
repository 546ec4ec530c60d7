import { useState } from 'preact/hooks';
import { DOCUMENTED, OPERATIONS } from '../../src/rules/documented.js';
import { api, query, type Fault } from './api.js';
import { Group } from './controls.js';
import { order } from './notices.js';

type Effect = Fault['effect'];
type Operation = (typeof OPERATIONS)[number];

/** Failures of the way between client and host, by their names. */
const FAILURES: Readonly<Record<string, Effect>> = {
  'The answer is lost, after the call took effect': { kind: 'drop_after' },
  'The connection is lost before the call takes effect': { kind: 'drop_before' },
  'The answer is cut off': { kind: 'truncate', after_bytes: 10 },
  'The answer is 10 s late': { kind: 'delay', delay_ms: 10_000 },
  'There is no answer': { kind: 'hang' },
  'The HTML page of a proxy, with 502': { kind: 'html' },
};

/** The operations that are needed to print, first. */
const USUAL: readonly Operation[] = ['createPrintJob', 'uploadPrintFile', 'executePrint', 'authenticate'];
const SORTED = [...USUAL, ...OPERATIONS.filter((operation) => !USUAL.includes(operation))];

/** Returns the refusals that either version documents for an operation, by their names. */
function refusalsOf(operation: Operation): Readonly<Record<string, Effect>> {
  const documented = [...(DOCUMENTED[1][operation] ?? []), ...(DOCUMENTED[2][operation] ?? [])];
  const sorted = documented.sort((one, other) => one.status - other.status);
  return Object.fromEntries(
    sorted.map(({ status, code }) => [
      code === null ? String(status) : `${status} ${code}`,
      { kind: 'refuse', status, ...(code !== null && { code }) },
    ]),
  );
}

/** Lets the next calls of an operation fail. */
export function FaultControls() {
  const [operation, choose] = useState<Operation>('executePrint');
  const [how, chooseHow] = useState(Object.keys(FAILURES)[0] ?? '');
  const refusals = refusalsOf(operation);
  const effect = FAILURES[how] ?? refusals[how];
  const add = (calls: { times?: null; duration_ms?: number }) =>
    effect !== undefined &&
    order(api.POST('/_mock/api/faults', { params: { query }, body: { operation, effect, ...calls } }));
  return (
    <Group title="Let calls fail">
      <label>
        Operation
        <select
          value={operation}
          onChange={({ currentTarget }) => {
            const next = currentTarget.value as Operation;
            choose(next);
            if (FAILURES[how] === undefined && refusalsOf(next)[how] === undefined)
              chooseHow(Object.keys(FAILURES)[0] ?? '');
          }}
        >
          {SORTED.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <label>
        How
        <select value={how} onChange={({ currentTarget }) => chooseHow(currentTarget.value)}>
          <optgroup label="On the way">
            {Object.keys(FAILURES).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </optgroup>
          <optgroup label="Refused, as documented">
            {Object.keys(refusals).map((each) => (
              <option key={each}>{each}</option>
            ))}
          </optgroup>
        </select>
      </label>
      <button type="button" onClick={() => void add({})}>
        The next call fails
      </button>
      <button type="button" onClick={() => void add({ duration_ms: 60_000 })}>
        Each call fails for a minute
      </button>
      <button type="button" onClick={() => void add({ times: null })}>
        Each call fails
      </button>
    </Group>
  );
}

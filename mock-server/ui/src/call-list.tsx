import { useState } from 'preact/hooks';
import type { Entry } from './api.js';
import { ExchangeLine } from './exchange.js';
import { entries, search } from './store.js';

/** The most calls that are drawn. */
const MOST_CALLS = 200;

/** The calls of programs, newest first; if wanted, only those that belong to no job, which no story has. */
export function CallList() {
  const [isLoose, leave] = useState(false);
  const text = search.value.trim().toLowerCase();
  const found = entries.value.filter((entry) => (!isLoose || entry.job_id === null) && fits(entry, text));
  return (
    <div class="calls">
      <label class="loose">
        <input
          type="checkbox"
          checked={isLoose}
          onChange={({ currentTarget }) => leave(currentTarget.checked)}
        />{' '}
        Only calls that belong to no job
      </label>
      {found.length === 0 && <p class="hint">No call is like that.</p>}
      {found.slice(0, MOST_CALLS).map((entry) => (
        <ExchangeLine key={entry.sequence} entry={entry} />
      ))}
      {found.length > MOST_CALLS && (
        <p class="hint">{found.length - MOST_CALLS} older calls are left out. Search for them.</p>
      )}
    </div>
  );
}

function fits({ target, operation, rule, method, response }: Entry, text: string): boolean {
  return `${method} ${target} ${operation ?? ''} ${rule ?? ''} ${response.status ?? ''}`
    .toLowerCase()
    .includes(text);
}

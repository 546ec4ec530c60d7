import { useEffect, useState } from 'preact/hooks';
import { api, query, type Correction } from './api.js';
import { pasteable } from './curl.js';

/** The corrected call of an exchange that broke a rule, from the mock, which makes it on request. */
export function CorrectedCall({ sequence }: { sequence: number }) {
  const [correction, set] = useState<Correction>();
  useEffect(() => {
    let isGone = false;
    const path = { sequence };
    void api.GET('/_mock/api/journal/{sequence}/correction', { params: { path, query } }).then(({ data }) => {
      if (!isGone) set(data);
    });
    return () => (isGone = true);
  }, [sequence]);
  if (correction === undefined || correction.curl === null) return null;
  const line = pasteable(correction);
  const open = correction.variables.filter(({ value }) => value === null);
  return (
    <section class="corrected">
      <h3>The corrected call</h3>
      <pre>{line}</pre>
      {open.length > 0 && (
        <dl>
          {open.map(({ name, meaning }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      )}
      <button type="button" onClick={() => void navigator.clipboard.writeText(line)}>
        Copy it corrected
      </button>
    </section>
  );
}

import { ExchangeLine } from './exchange.js';
import { STORY_ID } from './keys.js';
import { settingOf, settingText } from './setting.js';
import { statusOf } from './status.js';
import { entries, selected } from './store.js';

/** The timeline of the job that is open: its calls, oldest first, and where it stands. */
export function Story() {
  const job = selected.value;
  if (job === undefined) return <p class="hint">What happened to a job stands here.</p>;
  const { kind, text } = statusOf(job);
  const calls = entries.value.filter(({ job_id }) => job_id === job.id).reverse();
  const { document } = job;
  return (
    <>
      <h2 id={STORY_ID} tabIndex={-1}>
        <bdi>{job.job_name}</bdi>
      </h2>
      <p class="meta">
        Job {job.id} · version {job.api_version} · {settingText(settingOf(job))}
        {document !== null && ` · ${document.size_bytes} bytes · SHA-256 ${document.sha256.slice(0, 8)}…`}
      </p>
      <ol>
        {calls.map((entry) => (
          <li key={entry.sequence} class={entry.rule === null ? '' : 'no'}>
            <ExchangeLine entry={entry} />
          </li>
        ))}
        <li class={kind}>
          <b>{text}</b>
        </li>
      </ol>
    </>
  );
}

import type { Entry, Job } from './api.js';
import { ExchangeLine } from './exchange.js';
import { STORY_ID } from './keys.js';
import { settingOf, settingText } from './setting.js';
import { statusOf, stepText } from './status.js';
import { entries, selected } from './store.js';
import { clockTime, dayTime } from './text.js';

type Step = Job['history'][number];

/** Something that happened to a job. */
type Happening = { readonly time: string } & (
  { readonly entry: Entry } | { readonly step: Step; readonly at: number }
);

/** The timeline of the job that is open, oldest first: its calls and its states, each with its time. */
export function Story() {
  const job = selected.value;
  if (job === undefined) return <p class="hint">What happened to a job stands here.</p>;
  // It says more than the last step: a job that was created waits for its file.
  const { kind, text } = statusOf(job);
  const last = job.history.at(-1);
  const isTold = last !== undefined && stepText(last, job.history.length === 1).text === text;
  return (
    <>
      <h2 id={STORY_ID} tabIndex={-1}>
        <bdi>{job.job_name}</bdi>
      </h2>
      <Meta job={job} />
      <ol>
        {happeningsOf(job).map((happening) =>
          'entry' in happening ? (
            <li key={happening.entry.sequence} class={happening.entry.rule === null ? '' : 'no'}>
              <ExchangeLine entry={happening.entry} />
            </li>
          ) : (
            <StepLine key={`step ${happening.at}`} step={happening.step} isFirst={happening.at === 0} />
          ),
        )}
        {!isTold && (
          <li class={kind}>
            <b>{text}</b>
          </li>
        )}
      </ol>
    </>
  );
}

function Meta({ job }: { job: Job }) {
  const { document, created_at: createdAt, updated_at: updatedAt } = job;
  return (
    <p class="meta">
      Job {job.id} · version {job.api_version} · {settingText(settingOf(job))}
      {document !== null && ` · ${document.size_bytes} bytes · SHA-256 ${document.sha256.slice(0, 8)}…`}
      <br />
      Created <time dateTime={createdAt}>{dayTime(createdAt)}</time>, last change{' '}
      <time dateTime={updatedAt}>{dayTime(updatedAt)}</time> UTC
    </p>
  );
}

/** Calls and states, in the order of real time; of two at once, the call that made the state comes first. */
function happeningsOf(job: Job): Happening[] {
  const calls = entries.value
    .filter(({ job_id: id }) => id === job.id)
    .reverse()
    .map((entry) => ({ time: entry.time, entry }));
  const steps = job.history.map((step, at) => ({ time: step.recorded_at, step, at }));
  return [...calls, ...steps].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** The difference of two clocks from which on both times are told. */
const CLOSE_MS = 2000;

function StepLine({ step, isFirst }: { step: Step; isFirst: boolean }) {
  const { kind, text } = stepText(step, isFirst);
  const isMoved = Math.abs(Date.parse(step.at) - Date.parse(step.recorded_at)) >= CLOSE_MS;
  return (
    <li class={`step ${kind}`}>
      <b>{text}</b>
      <time dateTime={step.recorded_at}>{clockTime(step.recorded_at)}</time>
      {isMoved && <small>{dayTime(step.at)} on the clock of the mock</small>}
    </li>
  );
}

import { useLayoutEffect, useRef } from 'preact/hooks';
import { CallList } from './call-list.js';
import { SEARCH_ID, wanted } from './keys.js';
import { ExchangeLine } from './exchange.js';
import { List } from './list.js';
import { settingOf, settingText } from './setting.js';
import { statusOf, type Kind } from './status.js';
import {
  entries,
  filter,
  isUnread,
  jobCounts,
  jobs,
  readAll,
  search,
  selectedId,
  shownJobs,
  unreadCount,
} from './store.js';
import { Thumb } from './thumb.js';
import type { Job } from './api.js';

const FILTERS: readonly (readonly [Kind | 'all' | 'calls', string])[] = [
  ['all', 'All'],
  ['printed', 'Printed'],
  ['waiting', 'Waiting'],
  ['stopped', 'Stopped'],
  ['failed', 'Failed'],
  ['calls', 'Calls'],
];

/** The number of refused calls that stand above the jobs. */
const REFUSED = 3;
const RECENT_MS = 5 * 60_000;

/** The output tray: refused calls of the last minutes, then the jobs, newest first. */
export function Tray() {
  const isCalls = filter.value === 'calls';
  return (
    <nav class={selectedId.value === undefined ? 'tray open' : 'tray'} aria-label="Output tray">
      <div class="search">
        <input
          id={SEARCH_ID}
          type="search"
          placeholder="Search jobs and calls   /"
          aria-label="Search jobs and calls"
          value={search.value}
          onInput={({ currentTarget }) => (search.value = currentTarget.value)}
        />
        <Unread />
        <div class="tabs">
          {FILTERS.map(([id, text]) => (
            <button type="button" aria-pressed={filter.value === id} onClick={() => (filter.value = id)}>
              {text} {countOf(id)}
            </button>
          ))}
        </div>
      </div>
      <div class="rows">
        {isCalls ? <CallList /> : <Refused />}
        {!isCalls && (
          <List
            items={shownJobs.value}
            rowHeight={72}
            label="Jobs"
            keyOf={({ id }) => id}
            shown={wanted.value ?? selectedId.value}
            row={(job) => <JobRow job={job} />}
          />
        )}
      </div>
    </nav>
  );
}

function countOf(id: Kind | 'all' | 'calls'): number {
  if (id === 'all') return jobs.value.length;
  if (id === 'calls') return entries.value.length;
  return jobCounts.value[id];
}

/** The number of new jobs, and the way to mark all as seen. */
function Unread() {
  const count = unreadCount.value;
  if (count === 0) return null;
  return (
    <button
      type="button"
      class="unread"
      title="Mark all jobs as seen"
      aria-label={`${count} new: mark all jobs as seen`}
      onClick={readAll}
    >
      {count} new
    </button>
  );
}

function JobRow({ job }: { job: Job }) {
  const ref = useRef<HTMLButtonElement>(null);
  const isWanted = wanted.value === job.id;
  useLayoutEffect(() => {
    if (!isWanted) return;
    ref.current?.focus({ preventScroll: true });
    wanted.value = undefined;
  }, [isWanted]);
  const { kind, text } = statusOf(job);
  const setting = settingText(settingOf(job));
  const pages = job.total_pages > 0 ? `${job.total_pages} ${job.total_pages === 1 ? 'page' : 'pages'}, ` : '';
  return (
    <button
      ref={ref}
      type="button"
      id={`job-${job.id}`}
      class="job"
      aria-current={selectedId.value === job.id}
      onClick={() => (selectedId.value = job.id)}
    >
      <Thumb job={job} />
      <span class="name">
        {isUnread(job.id) && <span class="new">new</span>}
        <bdi>{job.job_name}</bdi>
      </span>
      <span class={`status ${kind}`}>{text}</span>
      <span class="sub">
        {pages}
        {setting} · v{job.api_version}
      </span>
      <time>{job.executed_at?.slice(11, 16) ?? ''}</time>
    </button>
  );
}

function Refused() {
  const since = Date.now() - RECENT_MS;
  const refused = entries.value.filter(({ rule, time }) => rule !== null && Date.parse(time) > since);
  return (
    <div class="refusals" aria-live="polite">
      {refused.slice(0, REFUSED).map((entry) => (
        <ExchangeLine key={entry.sequence} entry={entry} />
      ))}
      {refused.length > REFUSED && (
        <button type="button" class="more" onClick={() => (filter.value = 'calls')}>
          {refused.length - REFUSED} more refused calls of the last minutes
        </button>
      )}
    </div>
  );
}

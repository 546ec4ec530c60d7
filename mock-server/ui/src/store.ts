import { computed, signal } from '@preact/signals';
import { addressOf, api, query, type Entry, type Job, type WorldState } from './api.js';
import { statusOf, type Kind } from './status.js';

/** The most entries that the page keeps. The journal of the mock has as many. */
const MOST_ENTRIES = 1000;

const jobsById = new Map<string, Job>();
const jobsChanged = signal(0);
const entriesBySequence = new Map<number, Entry>();
const entriesChanged = signal(0);

/** The state of the world; absent until the host has told it. */
export const state = signal<WorldState | undefined>(undefined);
/** The connection to the mock. */
export const connection = signal<'connecting' | 'open' | 'lost'>('connecting');
/** The text that is searched for. */
export const search = signal('');
/** The jobs that are shown, or the calls. */
export const filter = signal<'all' | Kind | 'calls'>('all');
/** The ID of the job that is open. */
export const selectedId = signal<string | undefined>(undefined);

/** All jobs, newest first. */
export const jobs = computed(() => {
  void jobsChanged.value;
  return [...jobsById.values()].reverse();
});

/** All entries, newest first. */
export const entries = computed(() => {
  void entriesChanged.value;
  return [...entriesBySequence.values()].reverse();
});

/** The jobs that search and filter leave, newest first. */
export const shownJobs = computed(() => {
  const text = search.value.trim().toLowerCase();
  return jobs.value.filter(
    (job) =>
      (filter.value === 'all' || statusOf(job).kind === filter.value) &&
      (text === '' || `${job.job_name} ${job.id} ${job.printer} ${job.status}`.toLowerCase().includes(text)),
  );
});

/** The job that is open. */
export const selected = computed(() => {
  void jobsChanged.value;
  return selectedId.value === undefined ? undefined : jobsById.get(selectedId.value);
});

/** Shows the world from now on, also when the connection was lost meanwhile. */
export function follow(): void {
  const source = new EventSource(addressOf('/events'));
  const on = (event: string, take: (data: never) => void) =>
    source.addEventListener(event, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as never));
  let isLoaded = false;
  source.onopen = () => {
    connection.value = 'open';
    isLoaded = false;
  };
  source.onerror = () => (connection.value = 'lost');
  on('state', (told: WorldState) => {
    const isMoved = told.clock.now.slice(0, 10) !== state.value?.clock.now.slice(0, 10);
    state.value = told;
    forgetEntries(told.journal.first);
    // The stream tells of nothing from before, nor of jobs that are too old now.
    if (!isLoaded || isMoved) void load();
    isLoaded = true;
  });
  on('job', enter);
  on('job_forgotten', ({ id }: { id: string }) => {
    jobsById.delete(id);
    jobsChanged.value += 1;
  });
  on('exchange', (entry: Entry) => enterEntries([entry]));
  on('reset', () => {
    jobsById.clear();
    selectedId.value = undefined;
    jobsChanged.value += 1;
  });
}

async function load(): Promise<void> {
  const [list, journal] = await Promise.all([
    api.GET('/_mock/api/jobs', { params: { query } }),
    api.GET('/_mock/api/journal', { params: { query } }),
  ]);
  if (list.data !== undefined) {
    jobsById.clear();
    for (const job of list.data.jobs) jobsById.set(job.id, job);
    jobsChanged.value += 1;
  }
  if (journal.data !== undefined) enterEntries(journal.data.entries as Entry[]);
}

function enter(job: Job): void {
  jobsById.set(job.id, job);
  jobsChanged.value += 1;
}

function enterEntries(added: readonly Entry[]): void {
  for (const entry of added) entriesBySequence.set(entry.sequence, entry);
  const newest = Math.max(0, ...entriesBySequence.keys());
  forgetEntries(newest - MOST_ENTRIES + 1);
}

function forgetEntries(first: number): void {
  for (const sequence of entriesBySequence.keys()) if (sequence < first) entriesBySequence.delete(sequence);
  entriesChanged.value += 1;
}

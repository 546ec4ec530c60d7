import { computed, effect, signal } from '@preact/signals';
import type { Entry, Job, WorldState } from './api.js';
import { statusOf, type Kind } from './status.js';

/** The most entries that the page keeps. The journal of the mock has as many. */
const MOST_ENTRIES = 1000;

/** The state of the world; absent until the mock has sent it. */
export const state = signal<WorldState | undefined>(undefined);
/** The connection to the mock. It is refused where the mock wants its token again. */
export const connection = signal<'connecting' | 'open' | 'lost' | 'refused'>('connecting');
/** The text that is searched for. */
export const search = signal('');
/** The jobs that are shown, or the calls. */
export const filter = signal<'all' | Kind | 'calls'>('all');
/** The ID of the job that is open. */
export const selectedId = signal<string | undefined>(undefined);

// Changed in place, because copies of long lists for each event take their time. The signals tell of each change.
const jobsById = new Map<string, Job>();
const jobsChanged = signal(0);
const unreadIds = new Set<string>();
const unreadChanged = signal(0);
const entriesBySequence = new Map<number, Entry>();
const entriesChanged = signal(0);
/** True as soon as all jobs were read: those that come later are new. */
let isComplete = false;

/** All jobs, newest first. */
export const jobs = computed(() => {
  void jobsChanged.value;
  return [...jobsById.values()].reverse();
});

/** The number of jobs of each kind. */
export const jobCounts = computed(() => {
  const counts: Record<Kind, number> = { printed: 0, waiting: 0, stopped: 0, failed: 0 };
  for (const job of jobs.value) counts[statusOf(job).kind] += 1;
  return counts;
});

/** The number of jobs that came while the page was open, and that nobody has opened yet. */
export const unreadCount = computed(() => {
  void unreadChanged.value;
  return unreadIds.size;
});

/** Returns true if a job came while the page was open, and nobody has opened it yet. */
export function isUnread(id: string): boolean {
  void unreadChanged.value;
  return unreadIds.has(id);
}

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

effect(() => {
  if (selectedId.value !== undefined && unreadIds.delete(selectedId.value)) unreadChanged.value += 1;
});

/** Marks all jobs as read. */
export function readAll(): void {
  unreadIds.clear();
  unreadChanged.value += 1;
}

/** Shows these jobs, oldest first, and no other ones. */
export function replaceJobs(all: readonly Job[], areAll: boolean): void {
  const known = new Set(jobsById.keys());
  jobsById.clear();
  for (const job of all) {
    jobsById.set(job.id, job);
    if (isComplete && !known.has(job.id)) markUnread(job.id);
  }
  for (const id of unreadIds) if (!jobsById.has(id)) unreadIds.delete(id);
  isComplete ||= areAll;
  jobsChanged.value += 1;
  unreadChanged.value += 1;
}

/** Shows a job that has come or has changed. */
export function enterJob(job: Job): void {
  if (!jobsById.has(job.id)) markUnread(job.id);
  jobsById.set(job.id, job);
  jobsChanged.value += 1;
}

function markUnread(id: string): void {
  if (id === selectedId.peek()) return;
  unreadIds.add(id);
  unreadChanged.value += 1;
}

export function forgetJob(id: string): void {
  jobsById.delete(id);
  if (unreadIds.delete(id)) unreadChanged.value += 1;
  jobsChanged.value += 1;
}

export function clearJobs(): void {
  selectedId.value = undefined;
  replaceJobs([], false);
}

/** Shows these entries and no other ones. */
export function replaceEntries(all: readonly Entry[]): void {
  entriesBySequence.clear();
  for (const entry of all) entriesBySequence.set(entry.sequence, entry);
  entriesChanged.value += 1;
}

/** Shows an entry that has come, and forgets those that are too many. */
export function enterEntry(entry: Entry): void {
  entriesBySequence.set(entry.sequence, entry);
  for (const oldest of entriesBySequence.keys()) {
    if (entriesBySequence.size <= MOST_ENTRIES) break;
    entriesBySequence.delete(oldest);
  }
  entriesChanged.value += 1;
}

/** Forgets entries that the journal has no longer: those before a sequence number. */
export function forgetEntriesBefore(first: number): void {
  for (const sequence of entriesBySequence.keys()) if (sequence < first) entriesBySequence.delete(sequence);
  entriesChanged.value += 1;
}

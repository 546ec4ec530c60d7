import { signal } from '@preact/signals';
import { selectedId, shownJobs } from './store.js';

/** The ID of the search field. */
export const SEARCH_ID = 'search';
/** The ID of the heading of what happened to a job. */
export const STORY_ID = 'story';

/** The ID of the job whose row takes the focus as soon as it is drawn: only rows in view are. */
export const wanted = signal<string | undefined>(undefined);

/** Lets the keyboard move through the tray: j and k, Enter to open and to go on to what happened, / for the search, Escape to close. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    // In a dialog the keys belong to its own fields and lists.
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null)
      return;
    const field = document.activeElement;
    const isTyping = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (event.key === 'Escape') {
      if (isTyping) field.blur();
      else close();
    } else if (event.key === 'Enter') {
      if (enter(field)) event.preventDefault();
    } else if (isTyping) return;
    else if (event.key === '/') {
      event.preventDefault();
      document.getElementById(SEARCH_ID)?.focus();
    } else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
}

function move(by: number): void {
  const jobs = shownJobs.value;
  const at = jobs.findIndex(({ id }) => id === selectedId.value);
  const next = jobs[at === -1 ? 0 : Math.min(Math.max(at + by, 0), jobs.length - 1)];
  if (next !== undefined) open(next.id);
}

function open(id: string): void {
  selectedId.value = id;
  wanted.value = id;
}

function close(): void {
  const id = selectedId.value;
  selectedId.value = undefined;
  // The focus was in what is closed now.
  if (shownJobs.value.some((job) => job.id === id)) wanted.value = id;
}

/** Opens the first job, or goes on from the job that is open to what happened. @returns false if the key is for what has the focus */
function enter(field: Element | null): boolean {
  const id = selectedId.value;
  const isAtJob = id !== undefined && field?.id === `job-${id}`;
  if (field?.id !== SEARCH_ID && field !== document.body && !isAtJob) return false;
  const [first] = shownJobs.value;
  if (field?.id === SEARCH_ID || id === undefined) {
    if (first === undefined) return false;
    open(first.id);
  } else document.getElementById(STORY_ID)?.focus();
  return true;
}

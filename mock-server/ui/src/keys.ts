import { selectedId, shownJobs } from './store.js';

/** The ID of the search field. */
export const SEARCH_ID = 'search';

/** Lets the keyboard move through the tray: j and k, / for the search, Escape to close. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.activeElement;
    const isTyping = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (event.key === 'Escape') {
      if (isTyping) field.blur();
      else if (document.querySelector('dialog[open]') === null) selectedId.value = undefined;
      return;
    }
    // In a dialog the letters belong to its own fields and lists.
    if (isTyping || document.querySelector('dialog[open]') !== null) return;
    if (event.key === '/') {
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
  if (next === undefined) return;
  selectedId.value = next.id;
  document.getElementById(`job-${next.id}`)?.scrollIntoView({ block: 'nearest' });
}

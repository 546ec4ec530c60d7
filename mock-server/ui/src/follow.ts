import { api, query, type Entry, type Job, type WorldState } from './api.js';
import { inWorld } from './address.js';
import { feed, type Message } from './feed.js';
import * as store from './store.js';

/** The jobs of the first page that is read, which are more than a window shows, and of those after it. */
const FIRST_PAGE = 100;
const PAGE = 1000;
/** The time after which the world is read again that could not be read. */
const AGAIN_MS = 1000;

/** Shows the world from now on, also when the connection was lost meanwhile. */
export function follow(): void {
  if (typeof SharedWorker === 'undefined') feed(take);
  else join();
}

function join(): void {
  const worker = new SharedWorker(inWorld('events.js'), { type: 'module' });
  // A worker whose script does not come leaves the stream to each tab.
  worker.onerror = () => feed(take);
  worker.port.onmessage = ({ data }: MessageEvent<Message>) => take(data);
  addEventListener('pagehide', () => worker.port.postMessage('gone'), { once: true });
  // A page that comes back from the history of the browser has missed what happened.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
}

/** True while the state that comes is the first one of a stream. */
let isNew = true;
/** The messages that came while the world was read: the answer may be older. */
let waiting: Message[] | undefined;
let reads = 0;

function take(message: Message): void {
  switch (message.event) {
    case 'open':
      isNew = true;
      store.connection.value = 'open';
      return;
    case 'lost':
      store.connection.value = message.isRefused ? 'refused' : 'lost';
      return;
    case 'asked':
      store.connection.value = 'open';
      takeState(message.data);
      if (!document.hidden) void read();
      return;
    case 'state':
      // The stream tells of nothing from before, nor of jobs that are too old now.
      if (takeState(message.data) || isNew) void read();
      isNew = false;
      return;
    default:
      if (waiting === undefined) enter(message);
      else waiting.push(message);
  }
}

/** Shows a state. @returns true if its clock was moved to another day */
function takeState(told: WorldState): boolean {
  const day = store.state.value?.clock.now.slice(0, 10);
  store.state.value = told;
  store.forgetEntriesBefore(told.journal.first);
  return day !== undefined && day !== told.clock.now.slice(0, 10);
}

function enter(message: Message): void {
  if (message.event === 'job') store.enterJob(message.data);
  else if (message.event === 'job_forgotten') store.forgetJob(message.data.id);
  else if (message.event === 'exchange') store.enterEntry(message.data);
  else if (message.event === 'reset') store.clearJobs();
}

/** Reads the whole world, and then shows what has come meanwhile. */
async function read(): Promise<void> {
  const number = (reads += 1);
  const isOver = () => number !== reads;
  waiting = [];
  try {
    const [jobs, entries] = await Promise.all([readJobs(isOver), readJournal()]);
    if (isOver()) return;
    store.replaceJobs(jobs, true);
    store.replaceEntries(entries);
    const late = waiting;
    waiting = undefined;
    for (const message of late) enter(message);
  } catch {
    // If the mock is gone, the feed says so, and the next stream begins anew.
    setTimeout(() => isOver() || store.connection.value !== 'open' || void read(), AGAIN_MS);
  }
}

/** Reads the jobs page by page, oldest first in the end. Shows the first page at once where nothing is shown yet. */
async function readJobs(isOver: () => boolean): Promise<readonly Job[]> {
  let jobs: readonly Job[] = [];
  let before: string | null | undefined;
  while (before !== null) {
    const limit = before === undefined ? FIRST_PAGE : PAGE;
    const page = { ...query, limit, ...(before !== undefined && { before }) };
    const { data } = await api.GET('/_mock/api/jobs', { params: { query: page } });
    if (data === undefined) throw new Error('the jobs cannot be read');
    jobs = [...data.jobs, ...jobs];
    before = data.next_before ?? null;
    if (store.jobs.value.length === 0 && !isOver()) store.replaceJobs(jobs, false);
  }
  return jobs;
}

async function readJournal(): Promise<readonly Entry[]> {
  const { data } = await api.GET('/_mock/api/journal', { params: { query } });
  if (data === undefined) throw new Error('the journal cannot be read');
  return data.entries as Entry[];
}

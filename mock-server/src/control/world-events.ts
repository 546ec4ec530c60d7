import type { ControlContext } from './control-context.js';
import type { EventSource } from './event-streams.js';
import type { JournalEvents } from './journal-events.js';
import { viewJob } from './view.js';
import { viewState } from './world-state.js';

/** The time in which changes become one event. A page cannot show more, and a job passes through its states at once. */
const TOGETHER_MS = 30;

/** Returns a source of the changes of a world: its state at once, then what changes. */
export function worldEvents(context: ControlContext, clientId: string, entries: JournalEvents): EventSource {
  const journal = context.journals.of(clientId);
  const exchanges = entries.source(journal, { since: journal.sequence });
  const jobIds = new Set<string>();
  let wasReset = false;
  let told = '';
  return {
    take: (most) => {
      const events: Buffer[] = [];
      if (wasReset) events.push(event('reset', {}));
      wasReset = false;
      const state = viewState(context, clientId);
      // Time that passes is not a change.
      const { now: _, ...clock } = state.clock;
      const { anchorMs, worldMs } = context.host.worlds.ofClient(clientId).clock.state;
      const kept = JSON.stringify({ ...state, clock, anchorMs, worldMs });
      if (kept !== told) events.push(event('state', state));
      told = kept;
      let looked = 0;
      for (const id of jobIds) {
        if (looked === most) break;
        jobIds.delete(id);
        looked += 1;
        const job = context.host.worlds.ofClient(clientId).jobs.find(id);
        events.push(job === undefined ? event('job_forgotten', { id }) : event('job', viewJob(job)));
      }
      const more = looked < most ? exchanges.take(most - looked) : { looked: 0, events: [] };
      return { looked: looked + more.looked, events: [...events, ...more.events] };
    },
    get hasMissed() {
      return exchanges.hasMissed;
    },
    listen: (wake) => {
      let timer: NodeJS.Timeout | undefined;
      const soon = () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          wake();
        }, TOGETHER_MS);
      };
      const ends = [
        exchanges.listen(soon),
        context.changes.of(clientId).listen((change) => {
          if (change === 'reset') {
            wasReset = true;
            jobIds.clear();
          } else if (change !== 'other') jobIds.add(change.jobId);
          soon();
        }),
      ];
      return () => {
        clearTimeout(timer);
        for (const end of ends) end();
      };
    },
  };
}

function event(name: string, data: object): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

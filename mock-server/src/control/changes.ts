import type { ChangeLogs } from '../epson/domain/change-log.js';
import type { PerWorld } from '../epson/domain/worlds.js';

/** Something that has changed in a world: a job, all of it by a reset, or anything else. */
export type Change = { readonly jobId: string } | 'reset' | 'other';

/** Tells those who show a world that something in it has changed. What it is now, they look up later. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** @returns a function that ends it */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Returns change logs that also tell what is marked in them, so that one mark is enough to keep a change and to show it. */
export function tellOf(logs: ChangeLogs, changes: PerWorld<Changes>): ChangeLogs {
  return {
    of: (clientId) => {
      const log = logs.of(clientId);
      const told = changes.of(clientId);
      return {
        markChanged: (kind, key = '') => {
          log.markChanged(kind, key);
          told.tell(kind === 'job' ? { jobId: key } : 'other');
        },
        flushed: () => log.flushed(),
        isFlushed: () => log.isFlushed(),
      };
    },
    ended: (clientId) => {
      logs.ended(clientId);
      changes.of(clientId).tell('reset');
    },
  };
}

/** The kinds of things in a world that outlive the process. */
export type Kind =
  | 'world'
  | 'clock'
  | 'client'
  | 'app'
  | 'account'
  | 'printer'
  | 'destinations'
  | 'access'
  | 'refresh'
  | 'code'
  | 'grant'
  | 'bearer'
  | 'job'
  | 'notice';

/**
 * The log in which a world marks what has changed. It names the thing without its value: the writer looks that up
 * when it is written, so that a thing that changed three times meanwhile is written once.
 */
export interface ChangeLog {
  /** @param key which one of its kind: an address, a token, an ID; empty where a world has one */
  markChanged(kind: Kind, key?: string): void;
  /** Resolves when all that has changed until now is kept. Rejects with a `StorageError` when it cannot be. */
  flushed(): Promise<void>;
  /** Tells whether all that has changed until now is kept. */
  isFlushed(): boolean;
}

/** The change logs of a host's worlds. */
export interface ChangeLogs {
  of(clientId: string): ChangeLog;
  /** The world is over, and nothing that was kept of it counts any more. */
  ended(clientId: string): void;
}

const NO_CHANGE_LOG: ChangeLog = {
  markChanged: () => {},
  flushed: () => Promise.resolve(),
  isFlushed: () => true,
};

/** For a host that lives in memory alone. */
export const NO_CHANGE_LOGS: ChangeLogs = { of: () => NO_CHANGE_LOG, ended: () => {} };

/**
 * The register of values that a world has issued and that come back in a call without the client's name
 * (access tokens, upload keys), so that the host finds the world a call belongs to in one step.
 */
export interface Register {
  /** @param isShown true for a key that is no secret */
  add(key: string, isShown?: boolean): void;
  drop(key: string): void;
  /** Notes what is handed out and never comes back alone, so that it is shown to nobody. */
  note(secret: string): void;
}

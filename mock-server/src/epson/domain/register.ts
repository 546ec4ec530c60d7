/**
 * Where a world enters what it has handed out and what comes back in a call without the client's name
 * (access tokens, upload keys), so that the host finds the world a call belongs to in one step.
 */
export interface Register {
  add(key: string): void;
  drop(key: string): void;
  /** Notes what is handed out and never comes back alone, so that it is shown to nobody. */
  note(secret: string): void;
}

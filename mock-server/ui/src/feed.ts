import type { components } from '../../src/generated/mock-control.js';
import { addressOf } from './address.js';

type Schemas = components['schemas'];

/** The events of the stream, with their data. */
interface Events {
  readonly state: Schemas['WorldState'];
  readonly job: Schemas['Job'];
  readonly job_forgotten: Schemas['ForgottenJob'];
  readonly exchange: Schemas['Entry'];
  readonly reset: object;
}

/** A message about the world: an event of the stream, or how the world is reached. */
export type Message =
  | { [E in keyof Events]: { readonly event: E; readonly data: Events[E] } }[keyof Events]
  /** A stream is open. Its state follows, and what was before it has to be read. */
  | { readonly event: 'open' }
  /** There is no stream, but the mock answers: everything has to be read. */
  | { readonly event: 'asked'; readonly data: Events['state'] }
  /** The mock does not answer, or wants its token again. */
  | { readonly event: 'lost'; readonly isRefused: boolean };

const EVENTS: readonly (keyof Events)[] = ['state', 'job', 'job_forgotten', 'exchange', 'reset'];

/** The time between two tries to open a stream. */
const AGAIN_MS = 1000;

/** Tells what changes in the world from now on. Asks for the state from time to time while there is no stream. */
export function feed(tell: (message: Message) => void): void {
  const source = new EventSource(addressOf('/events'));
  source.onopen = () => tell({ event: 'open' });
  for (const event of EVENTS)
    source.addEventListener(event, ({ data: text }: MessageEvent<string>) => {
      const data: unknown = JSON.parse(text);
      tell({ event, data } as Message);
    });
  source.onerror = () => {
    // Its own tries end after an answer that is no stream, and browsers wait differently long.
    source.close();
    void ask()
      .then(tell)
      .then(() => setTimeout(() => feed(tell), AGAIN_MS));
  };
}

async function ask(): Promise<Message> {
  try {
    const answer = await fetch(addressOf('/state'));
    if (!answer.ok) return { event: 'lost', isRefused: answer.status === 401 };
    const data: unknown = await answer.json();
    return { event: 'asked', data } as Message;
  } catch {
    return { event: 'lost', isRefused: false };
  }
}

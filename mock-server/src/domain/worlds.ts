import type { ClientSeed } from './clients.js';
import { World, type WorldSeed } from './world.js';

/** The worlds of a host, one for each client ID, and the way from what a call carries to its world. */
export class Worlds {
  readonly #byClientId = new Map<string, World>();
  readonly #byAccessToken = new Map<string, World>();
  readonly #byUploadKey = new Map<string, World>();
  readonly #first: World;

  constructor(clients: readonly [ClientSeed, ...ClientSeed[]], seed: WorldSeed) {
    for (const { clientId } of clients) this.#open(clientId, seed);
    this.#first = this.ofClient(clients[0].clientId);
  }

  /** The world of the first client, to which calls without credentials belong. */
  get default(): World {
    return this.#first;
  }

  all(): World[] {
    return [...this.#byClientId.values()];
  }

  ofClient(clientId: string): World {
    const world = this.#byClientId.get(clientId);
    if (world === undefined) throw new Error(`no world for the client ID ${clientId}`);
    return world;
  }

  ofAccessToken(token: string): World | undefined {
    return this.#byAccessToken.get(token);
  }

  ofUploadKey(key: string): World | undefined {
    return this.#byUploadKey.get(key);
  }

  #open(clientId: string, seed: WorldSeed): void {
    const enter = (held: Map<string, World>) => ({
      add: (key: string) => void held.set(key, world),
      drop: (key: string) => void held.delete(key),
    });
    const world: World = new World(clientId, seed, {
      tokens: enter(this.#byAccessToken),
      keys: enter(this.#byUploadKey),
    });
    this.#byClientId.set(clientId, world);
  }
}

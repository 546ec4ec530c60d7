import type { DocumentStore } from '../../documents/documents.js';
import type { Accounts } from './accounts.js';
import type { Addresses } from './addresses.js';
import type { Apps } from './apps.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { Clients, ClientSeed } from './clients.js';
import type { PrintMode } from './capability.js';
import type { KnownSecrets } from '../../text/mask.js';
import type { Clock } from './clock.js';
import type { PrinterSeed } from './printers.js';
import { World, type WorldSeed } from './world.js';

/** The host as its operations see it. */
export interface Host {
  /** The addresses that it is reached by. */
  readonly addresses: Addresses;
  readonly clients: Clients;
  readonly apps: Apps;
  readonly accounts: Accounts;
  readonly worlds: Worlds;
  readonly assumptions: Assumptions;
  /** True if it refuses what the description does not have. */
  readonly isStrict: boolean;
  readonly documents: DocumentStore;
  /** The largest document in bytes: by print mode in version 1, one for all in version 2. */
  readonly limitBytes: Readonly<Record<PrintMode | 'v2', number>>;
}

/** The seed that all worlds of a host share; each has a clock of its own. */
export interface WorldsSeed extends Omit<WorldSeed, 'clock'> {
  /** The clock of the first world; the others get new ones on the same system's time. */
  readonly clock: Clock;
  /** Learns what is handed out, so that it can be masked. */
  readonly secrets?: KnownSecrets;
  /** Called when a world was dropped for a new one. */
  readonly onDropped?: (clientId: string) => void;
}

type Identity = Pick<ClientSeed, 'clientId'>;

/** The number of worlds that are kept; a new one replaces the oldest. */
const MOST_WORLDS = 1000;

/** The worlds of a host, one for each client ID, and the way from what a call carries to its world. */
export class Worlds {
  readonly #seed: WorldsSeed;
  readonly #firstId: string;
  readonly #byClientId = new Map<string, World>();
  readonly #byAccessToken = new Map<string, World>();
  readonly #byUploadKey = new Map<string, World>();
  /** Printers that were seeded while the host ran, per client ID: they are there again after a reset. */
  readonly #seededLater = new Map<string, readonly PrinterSeed[]>();

  /** @param clients clients and apps; one that is both has one world */
  constructor(clients: readonly [Identity, ...Identity[]], seed: WorldsSeed) {
    this.#seed = seed;
    this.#firstId = clients[0].clientId;
    for (const { clientId } of clients) this.ofClient(clientId);
  }

  /** The world of the first client, to which calls without credentials belong. */
  get default(): World {
    return this.ofClient(this.#firstId);
  }

  all(): World[] {
    return [...this.#byClientId.values()];
  }

  /** The world of a client, which gets one if it has none. */
  ofClient(clientId: string): World {
    return this.#byClientId.get(clientId) ?? this.open(clientId);
  }

  /** The world of a client, if it has one. */
  find(clientId: string): World | undefined {
    return this.#byClientId.get(clientId);
  }

  ofAccessToken(token: string): World | undefined {
    return this.#byAccessToken.get(token);
  }

  ofUploadKey(key: string): World | undefined {
    return this.#byUploadKey.get(key);
  }

  /** Registers a printer in a client's world, and in what it is reset to. */
  seedPrinter(clientId: string, printer: PrinterSeed): void {
    this.ofClient(clientId).printers.add(printer);
    this.#seededLater.set(clientId, [...this.seededLater(clientId), printer]);
    this.ofClient(clientId).changeLog.markChanged('world');
  }

  /** The printers that were seeded in a client's world while the host ran. */
  seededLater(clientId: string): readonly PrinterSeed[] {
    return this.#seededLater.get(clientId) ?? [];
  }

  /** Takes back the printers that were seeded before the host was restarted. */
  restoreSeeds(clientId: string, printers: readonly PrinterSeed[]): void {
    this.#seededLater.set(clientId, printers);
  }

  /** The system's time, from which the worlds count theirs. */
  systemMs(): number {
    return this.#seed.clock.systemMs();
  }

  /** Puts a client's world back to its seed. */
  async reset(clientId: string): Promise<World> {
    const former = this.#byClientId.get(clientId);
    const closed = former === undefined ? undefined : this.#close(former);
    // At once and in its place, so that nobody meets a client without a world, and both are kept together. Its clock
    // stays the one that the user may hold.
    const world = this.open(clientId, former?.clock);
    await closed;
    return world;
  }

  /** Lets nothing more happen in any of them. */
  stop(): void {
    for (const world of this.all()) world.stop();
  }

  /** Opens a world for a client ID. @param clock default: the seed's for the first world, a new one for the others */
  open(
    clientId: string,
    clock = clientId === this.#firstId ? this.#seed.clock : this.#seed.clock.anew(),
  ): World {
    const note = (secret: string) => this.#seed.secrets?.add(secret);
    const enter = (held: Map<string, World>) => ({
      add: (key: string, isShown = false) => {
        held.set(key, world);
        if (!isShown) note(key);
      },
      drop: (key: string) => void held.delete(key),
      note,
    });
    const printers = [...this.#seed.printers, ...(this.#seededLater.get(clientId) ?? [])];
    const world: World = new World(
      clientId,
      { ...this.#seed, clock, printers },
      {
        tokens: enter(this.#byAccessToken),
        keys: enter(this.#byUploadKey),
      },
    );
    this.#byClientId.set(clientId, world);
    if (this.#byClientId.size > MOST_WORLDS) this.#dropOldest();
    return world;
  }

  #dropOldest(): void {
    const oldest = this.all().find(({ clientId }) => clientId !== this.#firstId);
    if (oldest === undefined) return;
    this.#seededLater.delete(oldest.clientId);
    this.#byClientId.delete(oldest.clientId);
    this.#close(oldest).catch(() => {});
    this.#seed.onDropped?.(oldest.clientId);
  }

  async #close(world: World): Promise<void> {
    this.#seed.changeLogs.ended(world.clientId);
    for (const held of [this.#byAccessToken, this.#byUploadKey]) {
      for (const [key, of] of held) if (of === world) held.delete(key);
    }
    await world.end();
  }
}

/** Something that each world has one of, made when it is first asked for. */
export class PerWorld<T> {
  readonly #make: (clientId: string) => T;
  readonly #byClientId = new Map<string, T>();

  constructor(make: (clientId: string) => T) {
    this.#make = make;
  }

  /** Forgets what a world had that is gone. */
  drop(clientId: string): void {
    this.#byClientId.delete(clientId);
  }

  of(clientId: string): T {
    let found = this.#byClientId.get(clientId);
    if (found === undefined) {
      found = this.#make(clientId);
      this.#byClientId.set(clientId, found);
    }
    return found;
  }

  /** All that were made, by the client's ID. */
  all(): [string, T][] {
    return [...this.#byClientId];
  }
}

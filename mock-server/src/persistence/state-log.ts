import type { Kind, ChangeLog, ChangeLogs } from '../epson/domain/change-log.js';
import { reasonOf, StorageError } from '../documents/storage-error.js';
import { Group } from './group-commit.js';
import { lineOf, type Log } from './log.js';
import type { Reserve } from './reserve.js';
import type { Commit, FileRecord } from './state.js';

/** The state that a log keeps, and its folder. */
export interface Source {
  /** A thing as it is now; `undefined` where it is no more. */
  view(clientId: string, kind: Kind, key: string): object | undefined;
  /** Everything there is, of one client or of all. */
  things(of?: string): Iterable<readonly [clientId: string, kind: Kind, key: string]>;
  systemMs(): number;
}

/** The folder, as far as the keeper has to do with it. */
export interface Hold {
  readonly name: string;
  /** Returns true if no other host has taken the folder. */
  isOurs(): boolean;
  /** Makes it anew when it was removed, and takes it. Throws when another host has it meanwhile. */
  renew(): void;
}

/** A change that is not in the file yet. */
type Mark = readonly [clientId: string, kind: Kind | 'ended', key: string];

/** The log is written anew when it is larger than this and twice what it was when it was last written anew. */
const ROOM_BYTES = 4 * 1024 * 1024;
/** Pause after a failure before the next try. */
const PAUSE_MS = 1000;

/** Writes the changes of the worlds before any answer says that they were made. */
export class Keeper implements ChangeLogs {
  readonly #log: Log;
  readonly #reserve: Reserve;
  readonly #hold: Hold;
  readonly #warn: (hint: string) => void;
  readonly #group = new Group(() => this.#write());
  #source: Source | undefined;
  #marks = new Map<string, Mark>();
  /** Size of the log after its last rewrite. */
  #freshBytes = 0;
  #failure: StorageError | undefined;
  #isClosed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** @param warn tells people that something cannot be kept */
  constructor(hold: Hold, log: Log, reserve: Reserve, warn: (hint: string) => void) {
    this.#hold = hold;
    this.#log = log;
    this.#reserve = reserve;
    this.#warn = warn;
  }

  of(clientId: string): ChangeLog {
    return {
      markChanged: (kind, key = '') => this.#mark([clientId, kind, key]),
      flushed: () => this.pending() ?? Promise.resolve(),
      isFlushed: () => this.pending() === undefined,
    };
  }

  ended(clientId: string): void {
    for (const [id, mark] of this.#marks) if (mark[0] === clientId) this.#marks.delete(id);
    this.#mark([clientId, 'ended', '']);
  }

  /** Begins to write. @param isAnew whether the log is to be written anew, because little in it counts still */
  begin(source: Source, isAnew: boolean): void {
    this.#source = source;
    this.#freshBytes = isAnew ? -Infinity : this.#log.sizeBytes;
    this.#group.soon().catch(() => {});
  }

  /** Returns the write that an answer must wait for, or `undefined` if everything is in the file. */
  pending(): Promise<void> | undefined {
    if (this.#marks.size > 0) return this.#group.soon();
    return this.#group.running;
  }

  /** The reason why nothing can be written at present. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /**
   * Makes sure that what a call is about to change can be kept; asked before it changes anything.
   *
   * @throws StorageError
   */
  async ready(): Promise<void> {
    if (this.#failure === undefined && this.#isThere()) return;
    await this.#group.soon();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Writes what is left. Never rejects: a failure is reported, because the caller cannot do anything about it. */
  async close(): Promise<void> {
    await this.pending()?.catch(() => {});
    this.#isClosed = true;
    clearTimeout(this.#retry);
    try {
      if (this.#log.isThere()) this.#log.sync();
    } catch (error) {
      this.#warn(`The newest changes may not outlast a power loss (${reasonOf(error)}).`);
    }
    this.#log.close();
  }

  #mark(mark: Mark): void {
    this.#marks.set(mark.join('\n'), mark);
    if (this.#source !== undefined && !this.#isClosed) void this.#group.soon();
  }

  async #write(): Promise<void> {
    if (this.#isClosed || this.#source === undefined) return;
    const marks = this.#marks;
    this.#marks = new Map();
    try {
      if (!this.#isThere()) {
        this.#hold.renew();
        this.#reserve.giveUp();
        await this.#writeAnew();
      } else if (marks.size > 0) {
        await this.#append(lineOf(this.#commitOf(marks.values(), this.#source)));
      }
      await this.#reserve.set().catch((error: unknown) => this.#fail(error));
      if (this.#reserve.isSet) this.#failure = undefined;
    } catch (error) {
      this.#marks = merge(marks, this.#marks);
      throw this.#fail(error);
    }
    if (this.#log.sizeBytes > this.#freshBytes * 2 + ROOM_BYTES || this.#freshBytes < 0)
      await this.#shorten();
  }

  #isThere(): boolean {
    return this.#log.isThere() && this.#hold.isOurs();
  }

  async #append(line: string): Promise<void> {
    try {
      await this.#log.append(line);
    } catch (error) {
      // The room that is kept for this: the call that met the full disk is still answered.
      if (!this.#reserve.isSet) throw error;
      this.#reserve.giveUp();
      await this.#log.append(line);
      this.#fail(error);
    }
  }

  /** Failing to make the log shorter is no reason to refuse anything. */
  async #shorten(): Promise<void> {
    try {
      await this.#writeAnew();
    } catch {
      this.#freshBytes = this.#log.sizeBytes;
    }
  }

  async #writeAnew(): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    const marks = this.#marks;
    this.#marks = new Map();
    const commit = (records: FileRecord[]): Commit => ({ at: source.systemMs(), records });
    function* records(from: Source): Generator<Commit> {
      for (const [clientId, kind, key] of from.things())
        yield commit([[clientId, kind, key, from.view(clientId, kind, key)]]);
    }
    try {
      await this.#log.replace(records(source));
      this.#freshBytes = this.#log.sizeBytes;
    } catch (error) {
      this.#marks = merge(marks, this.#marks);
      throw error;
    }
  }

  #commitOf(marks: Iterable<Mark>, source: Source): Commit {
    const recordOf = ([clientId, kind, key]: readonly [string, Kind, string]): FileRecord => [
      clientId,
      kind,
      key,
      source.view(clientId, kind, key),
    ];
    // The end of a world takes back all that was kept of its client, of which some goes on in the next world.
    const records = [...marks].flatMap(([clientId, kind, key]): FileRecord[] =>
      kind === 'ended'
        ? [[clientId, kind], ...[...source.things(clientId)].map(recordOf)]
        : [recordOf([clientId, kind, key])],
    );
    return { at: source.systemMs(), records };
  }

  #fail(error: unknown): StorageError {
    const isNew = this.#failure === undefined;
    this.#failure = new StorageError(
      `It cannot be kept: ${this.#hold.name} cannot be written to (${reasonOf(error)}). What only reads goes on; call again when that is mended.`,
    );
    if (isNew) this.#warn(this.#failure.message);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#group.soon(), PAUSE_MS);
    this.#retry.unref();
    return this.#failure;
  }
}

/** Joins older and newer changes. A world that ended since then loses its older ones. */
function merge(before: ReadonlyMap<string, Mark>, since: ReadonlyMap<string, Mark>): Map<string, Mark> {
  const ended = new Set([...since.values()].filter(([, kind]) => kind === 'ended').map(([id]) => id));
  const left = [...before].filter(([, [clientId]]) => !ended.has(clientId));
  return new Map([...left, ...since]);
}

import type { Kind } from '../epson/domain/change-log.js';
import { InvalidValue } from '../text/check.js';
import { SHAPES } from './record-schemas.js';

/** A record in the file: whose it is, what it is, and how it was; without the last, it is no more. */
export type FileRecord =
  | readonly [clientId: string, kind: Kind, key: string, value?: unknown]
  | readonly [clientId: string, kind: 'ended'];

/** Changes that are written at once, and read as a whole or not at all. */
export interface Commit {
  /** The system's time when it was written. */
  readonly at: number;
  readonly records: readonly FileRecord[];
}

/** The kept state of one world: the newest record of each thing. */
export type KeptWorld = ReadonlyMap<Kind, ReadonlyMap<string, unknown>>;

/** The state that a folder holds. */
export interface KeptState {
  readonly worlds: ReadonlyMap<string, KeptWorld>;
  /** The system's time when something was last written; 0 when nothing was. */
  readonly seenMs: number;
  /** Records that could not be read, and why. */
  readonly refused: readonly { readonly record: unknown; readonly why: string }[];
}

/** Lays the commits of a log one over the other. */
export function gather(values: readonly unknown[]): KeptState {
  const worlds = new Map<string, Map<Kind, Map<string, unknown>>>();
  const refused: { record: unknown; why: string }[] = [];
  let seenMs = 0;
  for (const value of values) {
    const { at, records } = value as Partial<Commit>;
    if (typeof at !== 'number' || !Array.isArray(records)) {
      refused.push({ record: value, why: 'it is no commit' });
      continue;
    }
    seenMs = Math.max(seenMs, at);
    for (const record of records as FileRecord[]) {
      try {
        enter(worlds, record);
      } catch (error) {
        if (!(error instanceof InvalidValue)) throw error;
        refused.push({ record, why: error.message });
      }
    }
  }
  return { worlds, seenMs, refused };
}

function enter(worlds: Map<string, Map<Kind, Map<string, unknown>>>, record: FileRecord): void {
  if (!Array.isArray(record) || typeof record[0] !== 'string') throw new InvalidValue('it is no record');
  const [clientId, kind, key = '', value] = record;
  if (kind === 'ended') {
    worlds.delete(clientId);
    return;
  }
  if (!Object.hasOwn(SHAPES, kind) || typeof key !== 'string')
    throw new InvalidValue(`there is no kind ${JSON.stringify(kind)}`);
  const world = worlds.get(clientId) ?? new Map<Kind, Map<string, unknown>>();
  worlds.set(clientId, world);
  const things = world.get(kind) ?? new Map<string, unknown>();
  world.set(kind, things);
  if (value === undefined || value === null) things.delete(key);
  else things.set(key, value);
}

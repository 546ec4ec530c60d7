import * as v from 'valibot';
import type { Kind } from '../epson/domain/change-log.js';
import {
  InvalidValue,
  anyObject,
  numberFrom,
  oneOf,
  record,
  textLike,
  wholeNumber,
  type Shape,
} from '../text/check.js';
import {
  jobStatusReasonValues,
  jobStatusValues,
  mediaSizeValues,
  mediaTypeValues,
  printModeValues,
} from '../generated/epson-connect.js';
import {
  jobStatusValues as jobStatusValuesV2,
  paperSizeValues,
  paperTypeValues,
} from '../generated/epson-connect-v2.js';
import { CAPABILITY } from '../epson/v1/printer-seed.js';
import { BEARER_ENDS } from '../epson/domain/bearers.js';
import { GRANT_ENDS } from '../epson/domain/grants.js';
import { CHALLENGE_METHODS } from '../epson/domain/pkce.js';
import { RETIREMENTS } from '../epson/domain/refresh-token.js';
import { TROUBLES } from '../epson/domain/printers.js';

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

/** Returns true for a number that a date can have. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isNaN(new Date(value).getTime());

/** Lays the commits of a log one over the other. */
export function gather(values: readonly unknown[]): KeptState {
  const worlds = new Map<string, Map<Kind, Map<string, unknown>>>();
  const refused: { record: unknown; why: string }[] = [];
  let seenMs = 0;
  for (const value of values) {
    const { at, records } = (value ?? {}) as Partial<Commit>;
    if (!isTime(at) || !Array.isArray(records)) {
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

const ID = textLike(/^[0-9a-f]{32}$/);
/** Below the folder, with slashes on every system. Never a name that came over the wire. */
const PATH = textLike(/^(?:incoming\/[0-9a-f-]{36}|printed\/\d{8}T\d{6}Z [0-9a-f]{32}\/1\.[a-z]{1,8})$/);
export const FILE_NAME = textLike(/^1\.[a-z]{1,8}$/);
const [text, number, flag] = [v.string(), v.number(), v.boolean()];

const seed = record(
  { email: text },
  {
    name: text,
    serialNo: text,
    remotePrinting: flag,
    online: flag,
    multiByteDisplay: flag,
    capability: CAPABILITY,
  },
);

const time = v.custom<number>(isTime, 'a time in milliseconds');

const document = record(
  { path: PATH, sizeBytes: number, sha256: text, name: FILE_NAME, uploadedAtMs: time },
  { contentType: text, sentName: text },
);

const standing = {
  status: oneOf([...jobStatusValues, ...jobStatusValuesV2]),
  statusReason: v.nullable(oneOf([...jobStatusReasonValues, ''])),
};

const SETTING = v.union([
  v.looseObject({ media_size: oneOf(mediaSizeValues), media_type: oneOf(mediaTypeValues) }),
  v.looseObject({ paperSize: oneOf(paperSizeValues), paperType: oneOf(paperTypeValues) }),
]) as unknown as Shape<object>;

const endedBy = oneOf(BEARER_ENDS);

/** The shape of each kind of record in the file. Members of later versions are left alone. */
export const SHAPES = {
  client: record({ clientSecret: text }, {}),
  app: record({ clientSecret: text, apiKey: text }, { redirectUris: v.array(text) }),
  account: record({}, { name: text, printers: v.array(text) }),
  world: record(
    { seeded: v.array(seed) },
    {
      notification: record({ notification: flag, callback_uri: text }, {}),
      notificationV2: record({ notification: flag }, { callback_uri: text }),
    },
  ),
  clock: record(
    { worldMs: time, anchorMs: time, speed: numberFrom(Number.MIN_VALUE, Number.MAX_VALUE), isFrozen: flag },
    {},
  ),
  printer: record({ seed, deviceId: ID, trouble: v.nullable(oneOf(TROUBLES)) }, {}),
  destinations: v.array(record({ id: ID, alias_name: text, type: text, destination: text }, {})),
  access: record({ printer: text, expiresAtMs: time }, { isRevoked: flag }),
  refresh: record({ printer: text }, { retired: oneOf(RETIREMENTS) }),
  code: record(
    { printer: text, account: text, redirectUri: text, expiresAtMs: time },
    {
      challenge: record({ value: text, method: oneOf(CHALLENGE_METHODS) }, {}),
      usedFor: text,
      isRevoked: flag,
    },
  ),
  grant: record(
    { printer: text, refreshToken: text, refreshExpiresAtMs: time },
    { endedBy: oneOf(GRANT_ENDS) },
  ),
  bearer: v.variant('kind', [
    record({ kind: v.literal('application'), expiresAtMs: time }, { endedBy }),
    record({ kind: v.literal('device'), printer: text, grantId: text, expiresAtMs: time }, { endedBy }),
  ]),
  job: record(
    {
      printer: text,
      request: record({ job_name: text, print_mode: oneOf(printModeValues) }, { print_setting: SETTING }),
      uploadKey: textLike(/^[0-9a-f]{32,80}$/),
      createdAtMs: time,
      ...standing,
      updatedAtMs: time,
      totalPages: wholeNumber(0),
    },
    {
      apiVersion: v.literal(2),
      schedule: record({ printAtMs: time }, { reservedAtMs: time, deletedAtMs: time }),
      document,
      executedAtMs: time,
      handedAtMs: time,
      prospect: record(
        { pages: number, failure: v.nullable(oneOf(['attention_required', 'document_access_error'])) },
        { remark: text },
      ),
      history: v.array(record({ ...standing, atMs: time, recordedAtMs: time }, {})),
      progress: record({ dueAtMs: time, remainingMs: number }, {}),
    },
  ),
  notice: record({ jobId: ID, uri: text, body: anyObject, attempts: number, dueAtMs: time }, {}),
} as const;

type Shapes = typeof SHAPES;

/** A record of a kind, as it is in the file. */
export type RecordOf<K extends keyof Shapes> = v.InferOutput<Shapes[K]>;

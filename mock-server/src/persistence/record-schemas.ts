import {
  jobStatusReasonValues,
  jobStatusValues,
  mediaSizeValues,
  mediaTypeValues,
  printModeValues,
} from '../generated/epson-connect.js';
import type { PrintSetting } from '../epson/v1/contract.js';
import { RETIREMENTS } from '../epson/domain/refresh-token.js';
import { TROUBLES } from '../epson/domain/printers.js';
import { anything, flag, list, maybe, number, object, oneOf, text, textLike, type Shape } from './schema.js';

const ID = textLike(/^[0-9a-f]{32}$/);
/** Below the folder, with slashes on every system. Never a name that came over the wire. */
const PATH = textLike(/^(?:incoming\/[0-9a-f-]{36}|printed\/\d{8}T\d{6}Z [0-9a-f]{32}\/1\.[a-z]{1,8})$/);
const REASONS = [...jobStatusReasonValues, '', null] as const;
const FAILURES = ['attention_required', 'document_access_error', null] as const;

const seed = object({
  email: text,
  name: maybe(text),
  serialNo: maybe(text),
  remotePrinting: maybe(flag),
  online: maybe(flag),
  // Checked by whoever makes a printer of it.
  capability: maybe((value: unknown, at) => (typeof value === 'string' ? value : anything(value, at))),
});

const document = object({
  path: PATH,
  sizeBytes: number,
  sha256: text,
  name: textLike(/^1\.[a-z]{1,8}$/),
  contentType: maybe(text),
  uploadedAtMs: number,
});

const paper = object({ media_size: oneOf(mediaSizeValues), media_type: oneOf(mediaTypeValues) });
const printSetting: Shape<PrintSetting> = (value, at) =>
  ({ ...anything(value, at), ...paper(value, at) }) as PrintSetting;

/** How each kind of record looks in the file. Members of later versions are left alone. */
export const SHAPES = {
  client: object({ clientSecret: text }),
  world: object({
    notification: maybe(object({ notification: flag, callback_uri: text })),
    seeded: list(seed),
  }),
  clock: object({ worldMs: number, anchorMs: number, speed: number, isFrozen: flag }),
  printer: object({ seed, deviceId: ID, trouble: oneOf([...TROUBLES, null]) }),
  destinations: list(object({ id: ID, alias_name: text, type: text, destination: text })),
  access: object({ printer: text, expiresAtMs: number, isRevoked: maybe(flag) }),
  refresh: object({ printer: text, retired: maybe(oneOf(RETIREMENTS)) }),
  job: object({
    printer: text,
    request: object({
      job_name: text,
      print_mode: oneOf(printModeValues),
      print_setting: maybe(printSetting),
    }),
    uploadKey: textLike(/^[0-9a-f]{80}$/),
    createdAtMs: number,
    status: oneOf(jobStatusValues),
    statusReason: oneOf(REASONS),
    updatedAtMs: number,
    totalPages: number,
    document: maybe(document),
    executedAtMs: maybe(number),
    handedAtMs: maybe(number),
    prospect: maybe(object({ pages: number, failure: oneOf(FAILURES), remark: maybe(text) })),
    progress: maybe(object({ dueAtMs: number, remainingMs: number })),
  }),
  notice: object({ jobId: ID, uri: text, body: anything, attempts: number, dueAtMs: number }),
} as const;

type Shapes = typeof SHAPES;

/** A record of a kind, as it is in the file. */
export type RecordOf<K extends keyof Shapes> = Shapes[K] extends Shape<infer T> ? T : never;

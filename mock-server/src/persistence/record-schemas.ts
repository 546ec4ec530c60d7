import * as v from 'valibot';
import {
  jobStatusReasonValues,
  jobStatusValues,
  mediaSizeValues,
  mediaTypeValues,
  printModeValues,
} from '../generated/epson-connect.js';
import type { PrintSetting } from '../epson/v1/contract.js';
import { CAPABILITY } from '../epson/v1/printer-seed.js';
import { RETIREMENTS } from '../epson/domain/refresh-token.js';
import { TROUBLES } from '../epson/domain/printers.js';
import { anyObject, oneOf, record, textLike, type Shape } from '../text/check.js';

const ID = textLike(/^[0-9a-f]{32}$/);
/** Below the folder, with slashes on every system. Never a name that came over the wire. */
const PATH = textLike(/^(?:incoming\/[0-9a-f-]{36}|printed\/\d{8}T\d{6}Z [0-9a-f]{32}\/1\.[a-z]{1,8})$/);
export const FILE_NAME = textLike(/^1\.[a-z]{1,8}$/);
const [text, number, flag] = [v.string(), v.number(), v.boolean()];

const seed = record(
  { email: text },
  { name: text, serialNo: text, remotePrinting: flag, online: flag, capability: CAPABILITY },
);

const document = record(
  { path: PATH, sizeBytes: number, sha256: text, name: FILE_NAME, uploadedAtMs: number },
  { contentType: text },
);

const SETTING = v.looseObject({
  media_size: oneOf(mediaSizeValues),
  media_type: oneOf(mediaTypeValues),
}) as unknown as Shape<PrintSetting>;

/** The shape of each kind of record in the file. Members of later versions are left alone. */
export const SHAPES = {
  client: record({ clientSecret: text }, {}),
  world: record(
    { seeded: v.array(seed) },
    { notification: record({ notification: flag, callback_uri: text }, {}) },
  ),
  clock: record({ worldMs: number, anchorMs: number, speed: number, isFrozen: flag }, {}),
  printer: record({ seed, deviceId: ID, trouble: v.nullable(oneOf(TROUBLES)) }, {}),
  destinations: v.array(record({ id: ID, alias_name: text, type: text, destination: text }, {})),
  access: record({ printer: text, expiresAtMs: number }, { isRevoked: flag }),
  refresh: record({ printer: text }, { retired: oneOf(RETIREMENTS) }),
  job: record(
    {
      printer: text,
      request: record({ job_name: text, print_mode: oneOf(printModeValues) }, { print_setting: SETTING }),
      uploadKey: textLike(/^[0-9a-f]{80}$/),
      createdAtMs: number,
      status: oneOf(jobStatusValues),
      statusReason: v.nullable(oneOf([...jobStatusReasonValues, ''])),
      updatedAtMs: number,
      totalPages: number,
    },
    {
      document,
      executedAtMs: number,
      handedAtMs: number,
      prospect: record(
        { pages: number, failure: v.nullable(oneOf(['attention_required', 'document_access_error'])) },
        { remark: text },
      ),
      progress: record({ dueAtMs: number, remainingMs: number }, {}),
    },
  ),
  notice: record({ jobId: ID, uri: text, body: anyObject, attempts: number, dueAtMs: number }, {}),
} as const;

type Shapes = typeof SHAPES;

/** A record of a kind, as it is in the file. */
export type RecordOf<K extends keyof Shapes> = v.InferOutput<Shapes[K]>;

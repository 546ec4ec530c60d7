import type { Fault, FaultEffect, OperationId } from 'epson-connect-mock';
import type { PrintOptions, PrintSetting } from 'epson-connect-sdk';
import { PDF } from '../mock/client.js';

/** Draws from a seed. */
export interface Dice {
  /** From 0 to below 1. */
  readonly draw: () => number;
  readonly chance: (probability: number) => boolean;
  /** A whole number from `least` to `most`. */
  readonly whole: (least: number, most: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

export const dice = (draw: () => number): Dice => ({
  draw,
  chance: (probability) => draw() < probability,
  whole: (least, most) => least + Math.floor(draw() * (most - least + 1)),
  pick: (from) => from[Math.floor(draw() * from.length)] as (typeof from)[number],
});

/** The plan of one print. */
export interface PlannedPrint {
  readonly job_name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly form: 'bytes' | 'stream' | 'reopened stream';
  readonly options: Pick<PrintOptions, 'retries' | 'timeoutMs' | 'deadlineMs' | 'print_setting'>;
  /** After how many moments (a request begins or ends) its caller gives up; undefined: never. */
  readonly abortAfter: number | undefined;
}

/** One run: what is asked for, and what goes wrong meanwhile. */
export interface Plan {
  readonly faults: readonly Fault[];
  readonly prints: readonly PlannedPrint[];
  /** After how many moments tokens die, and how. */
  readonly tokensDie: { readonly after: number; readonly how: 'expireTokens' | 'revokeTokens' } | undefined;
  readonly callsPerMinute: number;
}

/** The calls that a fault may be for. */
export const STEPS = [
  'authenticate',
  'createPrintJob',
  'uploadPrintFile',
  'executePrint',
  'getPrintJob',
] as const;

const REFUSALS: Partial<Record<OperationId, readonly string[]>> = {
  authenticate: ['500', '400 invalid_grant', '401 invalid_client'],
  uploadPrintFile: ['404', '413', '415'],
};
const API_REFUSALS = [
  '400 validation_error',
  '401 access_token_verification_failed',
  '403 forbidden',
  '403 rate_limit_exceeded',
  '405 method_not_allowed',
  '500 internal_server_error',
  '503 service_unavailable',
];

function effectOf({ pick, whole }: Dice, operation: OperationId): FaultEffect {
  const [status = '', code] = pick(REFUSALS[operation] ?? API_REFUSALS).split(' ');
  const refusal: FaultEffect = {
    kind: 'refuse',
    status: Number(status),
    ...(code === undefined ? {} : { code }),
  };
  return pick<FaultEffect>([
    refusal,
    refusal,
    refusal,
    { kind: 'hang' },
    { kind: 'delay', delay_ms: whole(0, 3) },
    { kind: 'drop_before' },
    { kind: 'drop_after' },
    { kind: 'drop_after' },
    { kind: 'truncate', after_bytes: whole(0, 60) },
    { kind: 'slow', bytes_per_second: 1_000_000 },
    { kind: 'html', status: pick([200, 302, 404, 500, 502, 503]) },
    { kind: 'not_json' },
  ]);
}

function faultOf(given: Dice): Fault {
  const operation = given.pick(STEPS);
  return {
    operation,
    effect: effectOf(given, operation),
    probability: given.pick([0.2, 0.5, 0.8, 1]),
    times: given.pick([1, 1, 2, 3, null]),
    call: given.whole(1, 2),
    seed: given.whole(1, 1_000_000),
  };
}

/** An execute whose answer is lost although it printed, on a host that cannot be asked about it. */
const lostForLong = ({ pick, whole }: Dice): readonly Fault[] => [
  {
    operation: 'executePrint',
    effect: pick<FaultEffect>([{ kind: 'drop_after' }, { kind: 'truncate', after_bytes: whole(0, 1) }]),
  },
  {
    operation: 'getPrintJob',
    times: null,
    effect: pick<FaultEffect>([
      { kind: 'hang' },
      { kind: 'drop_before' },
      { kind: 'html' },
      { kind: 'not_json' },
    ]),
  },
];

function settingOf({ pick, whole, chance }: Dice): PrintSetting | undefined {
  if (chance(0.3)) return undefined;
  return {
    media_size: pick(['ms_a4', 'ms_letter']),
    media_type: 'mt_plainpaper',
    borderless: false,
    print_quality: pick(['normal', 'high']),
    source: 'auto',
    color_mode: pick(['color', 'mono']),
    copies: whole(1, 9),
  };
}

/** @param name stands in front of the job names, so that no two runs share one */
export function planOf(name: string, given: Dice): Plan {
  const { chance, whole, pick } = given;
  const planned = (index: number): PlannedPrint => {
    const job_name = `${name}-${index}`;
    return {
      job_name,
      bytes: new Uint8Array([...PDF, ...new TextEncoder().encode(`% ${job_name}\n`)]),
      form: pick(['bytes', 'bytes', 'stream', 'reopened stream']),
      options: {
        retries: whole(0, 4),
        timeoutMs: pick([undefined, 2_000, 60_000]),
        deadlineMs: chance(0.2) ? whole(1, 40_000) : undefined,
        print_setting: settingOf(given),
      },
      abortAfter: chance(0.2) ? whole(0, 14) : undefined,
    };
  };
  return {
    faults: [
      ...Array.from({ length: whole(0, 4) }, () => faultOf(given)),
      ...(chance(0.1) ? lostForLong(given) : []),
    ],
    prints: Array.from({ length: pick([1, 1, 2, 3]) }, (_, index) => planned(index)),
    tokensDie: chance(0.15)
      ? { after: whole(2, 12), how: pick(['expireTokens', 'revokeTokens'] as const) }
      : undefined,
    callsPerMinute: pick([100, 100, Infinity, 4]),
  };
}

import type { AssumptionOptions, Fault, FaultEffect, OperationId } from 'epson-connect-mock';
import type { PrintOptions } from 'epson-connect-sdk';
import { PDF } from '../mock/client.js';

/** A version of the API, as far as a plan of faults needs it. */
interface PlannedVersion {
  readonly apiVersion: 1 | 2;
  readonly steps: readonly OperationId[];
  readonly refusalsOf: (step: OperationId) => readonly string[];
  readonly hosts: readonly AssumptionOptions[];
}

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

/** Settings of a print; each version has its own names for them. */
export interface PlannedSetting {
  readonly size: 'a4' | 'letter';
  readonly quality: 'normal' | 'high';
  readonly color: 'color' | 'mono';
  readonly copies: number;
}

/** The plan of one print. */
export interface PlannedPrint {
  /** The name of the job. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly form: 'bytes' | 'stream' | 'reopened stream';
  readonly options: Pick<PrintOptions, 'retries' | 'timeoutMs' | 'deadlineMs'>;
  readonly setting: PlannedSetting | undefined;
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

function effectOf({ pick, whole }: Dice, version: PlannedVersion, operation: OperationId): FaultEffect {
  const [status = '', ...words] = pick(version.refusalsOf(operation)).split(' ');
  const refusal: FaultEffect = {
    kind: 'refuse',
    status: Number(status),
    ...(words.length === 0 ? {} : { code: words.join(' ') }),
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

function faultOf(given: Dice, version: PlannedVersion): Fault {
  const operation = given.pick(version.steps);
  return {
    operation,
    api_version: version.apiVersion,
    effect: effectOf(given, version, operation),
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

function settingOf({ pick, whole, chance }: Dice): PlannedSetting | undefined {
  if (chance(0.3)) return undefined;
  return {
    size: pick(['a4', 'letter']),
    quality: pick(['normal', 'high']),
    color: pick(['color', 'mono']),
    copies: whole(1, 9),
  };
}

/** @param prefix stands in front of the job names, so that no two runs share one */
export function planOf(prefix: string, given: Dice, version: PlannedVersion): Plan {
  const { chance, whole, pick } = given;
  const planned = (index: number): PlannedPrint => {
    const name = `${prefix}-${index}`;
    return {
      name,
      bytes: new Uint8Array([...PDF, ...new TextEncoder().encode(`% ${name}\n`)]),
      form: pick(['bytes', 'bytes', 'stream', 'reopened stream']),
      options: {
        retries: whole(0, 4),
        timeoutMs: pick([undefined, 2_000, 60_000]),
        deadlineMs: chance(0.2) ? whole(1, 40_000) : undefined,
      },
      setting: settingOf(given),
      abortAfter: chance(0.2) ? whole(0, 14) : undefined,
    };
  };
  return {
    faults: [
      ...Array.from({ length: whole(0, 4) }, () => faultOf(given, version)),
      ...(chance(0.1) ? lostForLong(given) : []),
    ],
    prints: Array.from({ length: pick([1, 1, 2, 3]) }, (_, index) => planned(index)),
    tokensDie: chance(0.15)
      ? { after: whole(2, 12), how: pick(['expireTokens', 'revokeTokens'] as const) }
      : undefined,
    callsPerMinute: pick([100, 100, Infinity, 4]),
  };
}

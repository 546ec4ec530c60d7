import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printModeValues,
  printQualityValues,
  twoSidedValues,
} from '../generated/epson-connect.js';
import type { Destination } from '../epson/v1/words.js';
import { resolveAssumptions } from '../rules/assumptions.js';
import type { Capabilities } from '../epson/domain/capability.js';
import { capabilityAnswer } from '../epson/v1/capability.js';
import { Refusal } from '../rules/refusal.js';
import { readJobRequest } from '../epson/v1/jobs.js';
import { isObject, type JsonObject } from '../epson/requests/body.js';

/** A member of a print setting. */
export interface Member {
  /** The values that it may have. */
  readonly values: readonly unknown[];
  /** The value where it is required and missing. */
  readonly instead?: unknown;
  /** The values for true and false, which people write for it; left out, the print would not be as they asked. */
  readonly ofBoolean?: Readonly<Record<'true' | 'false', unknown>>;
}

const MEMBERS: Readonly<Record<string, Member>> = {
  media_size: { values: mediaSizeValues, instead: 'ms_a4' },
  media_type: { values: mediaTypeValues, instead: 'mt_plainpaper' },
  borderless: { values: [true, false], instead: false },
  print_quality: { values: printQualityValues, instead: 'normal' },
  source: { values: paperSourceValues, instead: 'auto' },
  color_mode: { values: colorModeValues, instead: 'color' },
  // Capability has a boolean under the same name, which programs hand back.
  '2_sided': { values: twoSidedValues, ofBoolean: { true: 'long', false: 'none' } },
  reverse_order: { values: [true, false] },
  copies: { values: Array.from({ length: 99 }, (_, at) => at + 1) },
  collate: { values: [true, false] },
};

const LONGEST_NAME = 256;
const LONGEST_ALIAS = 32;

/**
 * The body of print setting as it should be, near to what the program sent: what was right stays, values in the wrong
 * form are put right, names that are misspelt are spelt, and what cannot be is replaced.
 *
 * @param text what was sent, as far as it is known
 */
export function mendJobRequest(text: string | undefined, capabilities: Capabilities): JsonObject {
  const sent = parseObject(text);
  const { job_name: name, print_mode: mode, print_setting: setting } = sent;
  const body: JsonObject = {
    job_name: mendName(name) ?? 'job',
    print_mode: near(mode, printModeValues) ?? 'document',
  };
  if (!isObject(setting)) return body;
  const mended = mendSetting(setting);
  for (const candidate of [
    mended,
    ...fitting(mended, body['print_mode'] as 'document' | 'photo', capabilities),
  ]) {
    const whole = { ...body, print_setting: candidate };
    if (isAccepted(whole, capabilities)) return whole;
  }
  return body;
}

/**
 * Returns the body of register destination as it should be, near to what the program sent. The type goes by where the destination
 * leads, because that is what the program knows.
 *
 * @param text what was sent, as far as it is known
 */
export function mendDestination(text: string | undefined): Omit<Destination, 'id'> {
  const sent = parseObject(text);
  const { alias, service, destination } = mendTarget(sent['alias_name'], sent['destination'], LONGEST_ALIAS);
  return { alias_name: alias, type: service, destination };
}

/** Returns the name of a job, shortened where it is too long; undefined where it is no text. */
export function mendName(name: unknown): string | undefined {
  return typeof name === 'string' && name !== '' ? [...name].slice(0, LONGEST_NAME).join('') : undefined;
}

/** Returns the alias and the target of a destination as they should be. */
export function mendTarget(
  alias: unknown,
  sent: unknown,
  longestAlias: number,
): { readonly alias: string; readonly service: 'mail' | 'url'; readonly destination: string } {
  const destination = typeof sent === 'string' ? sent : '';
  const name =
    typeof alias === 'string' && alias !== '' ? [...alias].slice(0, longestAlias).join('') : 'Scans';
  if (/^[^\s@/]+@[^\s@/]+$/.test(destination)) return { alias: name, service: 'mail', destination };
  const isUrl = /^https?:\/\/[^/]/i.test(destination);
  return { alias: name, service: 'url', destination: isUrl ? destination : 'https://example.com/scans' };
}

/** The object that a text is in JSON; one without members where it is none. */
export function parseObject(text: string | undefined): JsonObject {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function mendSetting(sent: JsonObject): JsonObject {
  const mended: JsonObject = {};
  for (const [name, member] of Object.entries(MEMBERS)) {
    const given = sent[name] ?? sent[Object.keys(sent).find((each) => isSameName(each, name)) ?? name];
    const value = valueFor(member, given);
    if (value !== undefined) mended[name] = value;
  }
  if ((mended['2_sided'] ?? 'none') !== 'none') {
    if (mended['reverse_order'] === true) mended['reverse_order'] = false;
    if (mended['collate'] === false) mended['collate'] = true;
  }
  return mended;
}

/** Returns true for names that differ only in the way they are written. */
export function isSameName(one: string, other: string): boolean {
  const bare = (name: string) =>
    name
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase()
      .replace(/^two/, '2');
  return bare(one) === bare(other);
}

/** Returns the value of a member that was most likely meant. */
export function valueFor({ values, instead, ofBoolean }: Member, given: unknown): unknown {
  return near(given, values) ?? valueOfBoolean(given, ofBoolean) ?? instead;
}

/** The allowed value that was meant: the same, or the same in another case or in quotes. */
export function near(given: unknown, values: readonly unknown[]): unknown {
  if (typeof given === 'object') return undefined;
  return (
    values.find((value) => value === given) ??
    values.find((value) => `${value as string}`.toLowerCase() === `${given as string}`.toLowerCase())
  );
}

function valueOfBoolean(given: unknown, ofBoolean: Member['ofBoolean']): unknown {
  const answer = near(given, [true, false]);
  return typeof answer === 'boolean' ? ofBoolean?.[`${answer}`] : undefined;
}

/** Settings that the printer can do, those that keep most of the wish first. */
function* fitting(
  wish: JsonObject,
  mode: 'document' | 'photo',
  capabilities: Capabilities,
): Generator<JsonObject> {
  const {
    color_modes: [color_mode],
    media_sizes: sizes,
  } = capabilityAnswer(capabilities[mode]);
  const first = [...sizes].sort(
    (a, b) => Number(b.media_size === wish['media_size']) - Number(a.media_size === wish['media_size']),
  );
  for (const { media_size, media_types: types } of first) {
    for (const {
      media_type,
      sources: [source],
      print_qualities: [print_quality],
    } of types) {
      const simple = { ...wish, media_size, media_type, borderless: false };
      yield simple;
      const { '2_sided': _, ...oneSided } = { ...simple, source, print_quality, color_mode } as JsonObject;
      yield oneSided;
    }
  }
}

function isAccepted(body: JsonObject, capabilities: Capabilities): boolean {
  try {
    readJobRequest(body, capabilities, resolveAssumptions(undefined), () => {});
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

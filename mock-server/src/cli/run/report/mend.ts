import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printModeValues,
  printQualityValues,
  twoSidedValues,
} from '../../../generated/epson-connect.js';
import { resolveAssumptions } from '../../../rules/assumptions.js';
import type { Capabilities } from '../../../epson/domain/capability.js';
import { capabilityAnswer } from '../../../epson/v1/capability.js';
import { Refusal } from '../../../rules/refusal.js';
import { readJobRequest } from '../../../epson/v1/requests/job-request.js';
import { isObject, type JsonObject } from '../../../epson/v1/requests/json-body.js';

/** A member of a print setting. */
interface Member {
  /** What it may hold. */
  readonly values: readonly unknown[];
  /** What stands in for it where it is required and missing. */
  readonly instead?: unknown;
  /** What is meant by yes and by no, where people ask for it so; left out, it would be printed otherwise than asked for. */
  readonly meant?: Readonly<Record<'true' | 'false', unknown>>;
}

const MEMBERS: Readonly<Record<string, Member>> = {
  media_size: { values: mediaSizeValues, instead: 'ms_a4' },
  media_type: { values: mediaTypeValues, instead: 'mt_plainpaper' },
  borderless: { values: [true, false], instead: false },
  print_quality: { values: printQualityValues, instead: 'normal' },
  source: { values: paperSourceValues, instead: 'auto' },
  color_mode: { values: colorModeValues, instead: 'color' },
  // Capability has a boolean under the same name, which programs hand back.
  '2_sided': { values: twoSidedValues, meant: { true: 'long', false: 'none' } },
  reverse_order: { values: [true, false] },
  copies: { values: Array.from({ length: 99 }, (_, at) => at + 1) },
  collate: { values: [true, false] },
};

const MOST_CHARACTERS = 256;

/**
 * The body of print setting as it should be, near to what the program sent: what was right stays, values in the wrong
 * form are put right, names that are misspelt are spelt, and what cannot be is replaced.
 *
 * @param text what was sent, as far as it is known
 */
export function mendJobRequest(text: string | undefined, capabilities: Capabilities): JsonObject {
  const sent = parseObject(text);
  const { job_name: name, print_mode: mode, print_setting: setting } = sent;
  const isName = typeof name === 'string' && name !== '';
  const body: JsonObject = {
    job_name: isName ? [...name].slice(0, MOST_CHARACTERS).join('') : 'job',
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
  const bare = (name: string) =>
    name
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase()
      .replace(/^two/, '2');
  const mended: JsonObject = {};
  for (const [name, { values, instead, meant }] of Object.entries(MEMBERS)) {
    const given = sent[name] ?? sent[Object.keys(sent).find((each) => bare(each) === bare(name)) ?? name];
    const value = near(given, values) ?? meantBy(given, meant) ?? instead;
    if (value !== undefined) mended[name] = value;
  }
  if ((mended['2_sided'] ?? 'none') !== 'none') {
    if (mended['reverse_order'] === true) mended['reverse_order'] = false;
    if (mended['collate'] === false) mended['collate'] = true;
  }
  return mended;
}

/** The allowed value that was meant: the same, or the same in another case or in quotes. */
function near(given: unknown, values: readonly unknown[]): unknown {
  if (typeof given === 'object') return undefined;
  return (
    values.find((value) => value === given) ??
    values.find((value) => `${value as string}`.toLowerCase() === `${given as string}`.toLowerCase())
  );
}

function meantBy(given: unknown, meant: Member['meant']): unknown {
  const answer = near(given, [true, false]);
  return typeof answer === 'boolean' ? meant?.[`${answer}`] : undefined;
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

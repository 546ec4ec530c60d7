import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
} from '../../generated/epson-connect.js';
import { PRESETS, type PresetName } from '../domain/capability.js';
import type * as domain from '../domain/capability.js';
import type { Capability, PrintMode } from './contract.js';
import { paperSizeOf, paperSizeWord, paperTypeOf, paperTypeWord } from './words.js';

/** What a printer can do in each print mode. */
export type Capabilities = Readonly<Record<PrintMode, Capability>>;

/** The answers of version 1, which are made once: those that were given stay as they were given. */
const ANSWERS = new WeakMap<domain.ModeCapability, Capability>();

/** Returns what a printer can do as version 1 answers it. */
export function capabilityAnswer(capability: domain.ModeCapability): Capability {
  const known = ANSWERS.get(capability);
  if (known !== undefined) return known;
  const answer: Capability = {
    color_modes: [...capability.colorModes],
    media_sizes: capability.sizes.map(({ size, papers }) => ({
      media_size: paperSizeWord(size),
      media_types: papers.map(({ type, borderless, sources, qualities, isDuplex }) => ({
        media_type: paperTypeWord(type),
        borderless,
        sources: [...sources],
        print_qualities: [...qualities],
        '2_sided': isDuplex,
      })),
    })),
  };
  ANSWERS.set(capability, answer);
  return answer;
}

/** Returns what a printer can do by an answer that was checked. */
function capabilityOf(answer: Capability): domain.ModeCapability {
  const capability = {
    colorModes: answer.color_modes,
    sizes: answer.media_sizes.map(({ media_size, media_types }) => ({
      size: paperSizeOf(media_size),
      papers: media_types.map((paper) => ({
        type: paperTypeOf(paper.media_type),
        borderless: paper.borderless,
        sources: paper.sources,
        qualities: paper.print_qualities,
        isDuplex: paper['2_sided'],
      })),
    })),
  } as domain.ModeCapability;
  ANSWERS.set(capability, answer);
  return capability;
}

/** A capability that no printer could have. The message says where and what is allowed. */
export class CapabilityError extends Error {
  override readonly name = 'CapabilityError';
}

/** A preset's name, one capability for both print modes, or one for each. */
export type CapabilityOption = PresetName | Capability | Capabilities;

/** Returns what the printer that is meant can do. @throws CapabilityError */
export function resolveCapabilities(option: CapabilityOption): domain.Capabilities {
  if (typeof option === 'string') {
    if (Object.hasOwn(PRESETS, option)) return PRESETS[option];
    throw new CapabilityError(
      `there is no preset "${String(option)}"; there are ${Object.keys(PRESETS).join(', ')}`,
    );
  }
  if ('document' in option && 'photo' in option) {
    return { document: checked(option.document, 'document'), photo: checked(option.photo, 'photo') };
  }
  const both = checked(option, 'capability');
  return { document: both, photo: both };
}

function checked(given: unknown, at: string): domain.ModeCapability {
  const capability = object(given, at);
  values(capability['color_modes'], `${at}.color_modes`, colorModeValues);
  for (const [size, atSize] of each(capability['media_sizes'], `${at}.media_sizes`)) {
    value(size['media_size'], `${atSize}.media_size`, mediaSizeValues);
    for (const [type, atType] of each(size['media_types'], `${atSize}.media_types`)) {
      value(type['media_type'], `${atType}.media_type`, mediaTypeValues);
      values(type['sources'], `${atType}.sources`, paperSourceValues);
      values(type['print_qualities'], `${atType}.print_qualities`, printQualityValues);
      for (const flag of ['borderless', '2_sided']) {
        if (typeof type[flag] !== 'boolean')
          throw new CapabilityError(`${atType}.${flag} is not true or false`);
      }
    }
  }
  // A copy: what the caller does with the object afterwards does not change the printer.
  return capabilityOf(structuredClone(given) as Capability);
}

function object(given: unknown, at: string): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given))
    return given as Record<string, unknown>;
  throw new CapabilityError(`${at} is not an object`);
}

function each(given: unknown, at: string): [Record<string, unknown>, string][] {
  if (!Array.isArray(given) || given.length === 0)
    throw new CapabilityError(`${at} is not a list with something in it`);
  return given.map((item, index) => [object(item, `${at}[${index}]`), `${at}[${index}]`]);
}

function value(given: unknown, at: string, known: readonly string[]): void {
  if (known.includes(given as string)) return;
  throw new CapabilityError(`${at} is ${JSON.stringify(given)}; it is one of ${known.join(', ')}`);
}

function values(given: unknown, at: string, known: readonly string[]): void {
  if (!Array.isArray(given) || given.length === 0)
    throw new CapabilityError(`${at} is not a list with something in it`);
  for (const [index, item] of given.entries()) value(item, `${at}[${index}]`, known);
}

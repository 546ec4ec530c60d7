import * as v from 'valibot';
import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
} from '../../generated/epson-connect.js';
import { check, oneOf, record } from '../../text/check.js';
import * as domain from '../domain/capability.js';
import {
  type Capability,
  type PrintMode,
  paperSizeOf,
  paperSizeWord,
  paperTypeOf,
  paperTypeWord,
} from './words.js';

const { PRESETS } = domain;

/** The capability of a printer in each print mode. */
export type Capabilities = Readonly<Record<PrintMode, Capability>>;

/** The answers of version 1, which are made once: those that were given stay as they were given. */
const ANSWERS = new WeakMap<domain.ModeCapability, Capability>();

/** Version 1 has no word for a roll of paper. */
const isRoll = (word: string): word is 'roll' => word === 'roll';

/** Returns what a printer can do as version 1 answers it. */
export function capabilityAnswer(capability: domain.ModeCapability): Capability {
  const known = ANSWERS.get(capability);
  if (known !== undefined) return known;
  const answer: Capability = {
    color_modes: [...capability.colorModes],
    media_sizes: capability.sizes.map(({ size, papers }) => ({
      media_size: paperSizeWord(size),
      media_types: papers.flatMap(({ type, borderless, sources, qualities, isDuplex }) =>
        isRoll(type)
          ? []
          : {
              media_type: paperTypeWord(type),
              borderless,
              sources: sources.filter((source) => !isRoll(source)),
              print_qualities: [...qualities],
              '2_sided': isDuplex,
            },
      ),
    })),
  };
  ANSWERS.set(capability, answer);
  return answer;
}

/** Returns what a printer can do by an answer that was checked. */
function capabilityOf(answer: Capability): domain.ModeCapability {
  const capability = {
    colorModes: answer.color_modes,
    resolutions: domain.RESOLUTIONS,
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

/** A preset's name, one capability for both print modes, or one for each. */
export type CapabilityOption = domain.PresetName | Capability | Capabilities;

const filled = <S extends v.GenericSchema<unknown>>(item: S) => {
  const expected = 'a list with something in it';
  return v.pipe(v.array(item, expected), v.nonEmpty(expected));
};

const CAPABILITY = record(
  {
    color_modes: filled(oneOf(colorModeValues)),
    media_sizes: filled(
      record(
        {
          media_size: oneOf(mediaSizeValues),
          media_types: filled(
            record(
              {
                media_type: oneOf(mediaTypeValues),
                sources: filled(oneOf(paperSourceValues)),
                print_qualities: filled(oneOf(printQualityValues)),
                borderless: v.boolean(),
                '2_sided': v.boolean(),
              },
              {},
            ),
          ),
        },
        {},
      ),
    ),
  },
  {},
);

/** @throws InvalidValue for a capability that no printer could have */
export function resolveCapabilities(option: CapabilityOption): domain.Capabilities {
  if (typeof option === 'string')
    return PRESETS[check(oneOf(Object.keys(PRESETS) as domain.PresetName[]), option, 'capability')];
  if ('document' in option && 'photo' in option)
    return { document: checked(option.document, 'document'), photo: checked(option.photo, 'photo') };
  const both = checked(option, 'capability');
  return { document: both, photo: both };
}

function checked(given: Capability, at: string): domain.ModeCapability {
  check(CAPABILITY, given, at);
  // A copy: what the caller does with the object afterwards does not change the printer.
  return capabilityOf(structuredClone(given));
}

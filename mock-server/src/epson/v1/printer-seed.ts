import * as v from 'valibot';
import type { PrinterSeed as DomainSeed } from '../domain/printers.js';
import { PRESETS, presetNameOf } from '../domain/capability.js';
import { EMAIL } from '../domain/clients.js';
import { anyObject, check, members, type Shape } from '../../text/check.js';
import { capabilityAnswer, resolveCapabilities, type CapabilityOption } from './capability.js';

/** A printer that is registered in the pretended Epson Connect. */
export interface PrinterSeed {
  /** Its address in Epson Connect, the `username` of the password grant. */
  readonly email: string;
  /** True if the owner allows printing through the API; `false` makes authentication fail. Default `true`. */
  readonly remotePrinting?: boolean;
  /** True if it is connected to Epson Connect. Default `true`; jobs of a printer that is not connected wait. */
  readonly online?: boolean;
  /** The product's name. Default by its capability. */
  readonly name?: string;
  /** Ten characters. Default `MOCK` and a number. */
  readonly serialNo?: string;
  /** True if its display shows aliases of scan destinations in any script, which version 2 reports. Default `true`. */
  readonly multiByteDisplay?: boolean;
  /** `office` (default), `photo`, `mono-laser`, `everything`, or a capability answer of your own, also one for each print mode. */
  readonly capability?: CapabilityOption;
}

/** A capability that is checked where a printer is made of it. */
export const CAPABILITY = v.union(
  [v.string(), anyObject],
  'the name of a preset, or an object',
) as unknown as Shape<CapabilityOption>;

/** Describes a printer, as an address or an object. */
export function printerShape<C>(capability: Shape<C>) {
  const object = members(
    'member of a printer',
    { email: EMAIL },
    {
      remotePrinting: v.boolean(),
      online: v.boolean(),
      name: v.string(),
      serialNo: v.string(),
      multiByteDisplay: v.boolean(),
      capability,
    },
    'an address, or an object with email',
  );
  const address = v.pipe(
    EMAIL,
    v.transform((email): v.InferOutput<typeof object> => ({ email })),
  );
  return v.lazy((given) => (typeof given === 'string' ? address : object));
}

/** A printer, as `startMockHost` takes it. */
export const PRINTER = printerShape(CAPABILITY) as unknown as Shape<PrinterSeed>;

/** Returns the printer that an address or an object stands for. @throws InvalidValue */
export const checkPrinter = (printer: PrinterSeed | string): PrinterSeed =>
  check(PRINTER, printer, 'printer');

/** Returns a printer as the domain registers it. @throws InvalidValue for a capability that no printer could have */
export function seedOf({ capability, ...seed }: PrinterSeed): DomainSeed {
  if (capability === undefined) return seed;
  const capabilities = resolveCapabilities(capability);
  return { ...seed, capability: typeof capability === 'string' ? capability : capabilities };
}

/** Returns a registered printer as `seedOf` reads it. */
export function writtenSeed({ capability, ...seed }: DomainSeed): PrinterSeed {
  if (typeof capability !== 'object') return capability === undefined ? seed : { ...seed, capability };
  const { document, photo } = capability;
  const preset = presetNameOf(document);
  // An answer of version 1 does not tell all that a preset can do, so its name is written.
  if (preset !== undefined && PRESETS[preset] === capability) return { ...seed, capability: preset };
  return { ...seed, capability: { document: capabilityAnswer(document), photo: capabilityAnswer(photo) } };
}

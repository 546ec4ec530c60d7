import type { PrinterSeed as DomainSeed } from '../domain/printers.js';
import { checkPrinter } from '../domain/seeds.js';
import { capabilityAnswer, resolveCapabilities, type CapabilityOption } from './capability.js';

/** A printer that is registered in the pretended Epson Connect. */
export interface PrinterSeed {
  /** Its address in Epson Connect, the `username` of the password grant. */
  readonly email: string;
  /** Whether the owner allows printing through the API; `false` makes authentication fail. Default `true`. */
  readonly remotePrinting?: boolean;
  /** Whether it is connected to Epson Connect. Default `true`; what is printed on one that is not waits. */
  readonly online?: boolean;
  /** The product's name. Default by its capability. */
  readonly name?: string;
  /** Ten characters. Default `MOCK` and a number. */
  readonly serialNo?: string;
  /** `office` (default), `photo`, `mono-laser`, `everything`, or a capability answer of your own, also one for each print mode. */
  readonly capability?: CapabilityOption;
}

/** Returns a printer as the domain registers it. @throws SeedError or CapabilityError */
export function readPrinterSeed(given: PrinterSeed | string): DomainSeed {
  const { capability, ...seed } = checkPrinter(given);
  if (capability === undefined) return seed;
  const capabilities = resolveCapabilities(capability);
  return { ...seed, capability: typeof capability === 'string' ? capability : capabilities };
}

/** Returns a registered printer as `readPrinterSeed` reads it. */
export function writtenSeed({ capability, ...seed }: DomainSeed): PrinterSeed {
  if (typeof capability !== 'object') return capability === undefined ? seed : { ...seed, capability };
  const { document, photo } = capability;
  return { ...seed, capability: { document: capabilityAnswer(document), photo: capabilityAnswer(photo) } };
}

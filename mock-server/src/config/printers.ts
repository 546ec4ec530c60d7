import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PRESETS } from '../epson/domain/capability.js';
import { resolveCapabilities, type CapabilityOption } from '../epson/v1/capability.js';
import type { PrinterSeed } from '../epson/v1/printer-seed.js';
import { checkPrinter } from '../epson/domain/seeds.js';
import { inside, refuse, Unfit, type Kind } from './value-type.js';
import { checked, object } from './members.js';

/** What a printer can do: a preset, an object, or the absolute path of a file with one. */
export type CapabilitySource = CapabilityOption | (string & {});

/**
 * The capability that is meant, ready for `startMockHost`.
 *
 * @param written a file's name as it was written, for the message
 * @throws Unfit when it is a file that cannot be read, or no capability
 */
export function loadCapability(source: CapabilitySource, written = source): CapabilityOption {
  const value =
    typeof source !== 'string' || Object.hasOwn(PRESETS, source) ? source : readCapability(source, written);
  checked(() => resolveCapabilities(value as CapabilityOption));
  return value as CapabilityOption;
}

function readCapability(file: string, written: unknown): object {
  const names = Object.keys(PRESETS).join(', ');
  const refused = (why: string) =>
    new Unfit([
      { at: '', value: written, predicate: `, which is none of ${names}, and a file of that name ${why}` },
    ]);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused(error instanceof SyntaxError ? 'is not JSON' : 'cannot be read');
  }
  if (typeof content === 'object' && content !== null) return content;
  throw refused('is no object');
}

export const capability: Kind<CapabilitySource> = {
  sign: 'NAME|FILE',
  fromText: (value, place) => capability.fromJson(value, place),
  fromJson: (value, { folder }) => {
    if (value === '' || value === null || !['string', 'object'].includes(typeof value)) {
      const allowed = `one of ${Object.keys(PRESETS).join(', ')}, a file, or a capability answer`;
      return refuse(value, allowed);
    }
    const isFile = typeof value === 'string' && !Object.hasOwn(PRESETS, value);
    const source = isFile ? resolve(folder, value) : (value as CapabilityOption);
    loadCapability(source, value as CapabilityOption);
    return source;
  },
  toJson: (value) => value,
  schema: { anyOf: [{ enum: Object.keys(PRESETS) }, { type: 'string', minLength: 1 }, { type: 'object' }] },
};

/** A printer whose capability may still be a file. */
export type PrinterSource = Omit<PrinterSeed, 'capability'> & { readonly capability?: CapabilitySource };

const PRINTER_MEMBERS = {
  email: 'string',
  name: 'string',
  serialNo: 'string',
  online: 'boolean',
  remotePrinting: 'boolean',
  capability: 'any',
};

export const printer: Kind<PrinterSource> = {
  sign: 'ADDRESS',
  fromText: (email) => checked(() => checkPrinter(email)),
  fromJson: (value, place) => {
    if (typeof value === 'string') return checked(() => checkPrinter(value));
    const given = object(value, 'an address, or an object with email', PRINTER_MEMBERS);
    const { capability: own, ...seed } = given;
    if (seed['email'] === undefined) throw new Unfit(' has no email');
    const { email, ...rest } = checked(() => checkPrinter(seed as unknown as PrinterSeed));
    return own === undefined
      ? { email, ...rest }
      : { email, ...rest, capability: inside('.capability', () => capability.fromJson(own, place)) };
  },
  toJson: (value) => (Object.keys(value).length === 1 ? value.email : value),
  schema: {
    anyOf: [
      { type: 'string', format: 'email' },
      {
        type: 'object',
        required: ['email'],
        additionalProperties: false,
        properties: {
          ...Object.fromEntries(Object.entries(PRINTER_MEMBERS).map(([name, type]) => [name, { type }])),
          capability: capability.schema,
        },
      },
    ],
  },
};

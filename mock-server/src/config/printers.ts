import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PRESETS, resolveCapabilities, type CapabilityOption } from '../domain/capability.js';
import type { PrinterSeed } from '../domain/printers.js';
import { checkPrinter } from '../options.js';
import { inside, refuse, shown, Unfit, type Kind } from './kind.js';
import { checked, object } from './members.js';

/** What a printer can do: a preset, an object, or the absolute path of a file with one. */
export type CapabilitySource = CapabilityOption | (string & {});

/** @throws Unfit when it is a file that cannot be read, or no capability */
export function loadCapability(source: CapabilitySource): CapabilityOption {
  const value =
    typeof source !== 'string' || Object.hasOwn(PRESETS, source) ? source : readCapability(source);
  checked(() => resolveCapabilities(value as CapabilityOption));
  return value as CapabilityOption;
}

function readCapability(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    const presets = Object.keys(PRESETS).join(', ');
    throw new Unfit(` is ${shown(file)}, which is none of ${presets}, and a file of that name ${why}`);
  }
}

const PRESET_OR_FILE = `one of ${Object.keys(PRESETS).join(', ')}, a file, or a capability answer`;

export const capability: Kind<CapabilitySource> = {
  sign: 'NAME|FILE',
  fromText: (value, place) => capability.fromJson(value, place),
  fromJson: (value, { folder }) => {
    if (value === '' || value === null || !['string', 'object'].includes(typeof value))
      return refuse(value, PRESET_OR_FILE);
    if (typeof value !== 'string' || Object.hasOwn(PRESETS, value)) {
      loadCapability(value as CapabilityOption);
      return value as CapabilityOption;
    }
    try {
      loadCapability(resolve(folder, value));
    } catch (error) {
      // Named as it was written, and not as the path it was taken for.
      if (!(error instanceof Unfit)) throw error;
      throw new Unfit(error.message.replace(shown(resolve(folder, value)), shown(value)));
    }
    return resolve(folder, value);
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

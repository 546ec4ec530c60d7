import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { PRESETS } from '../epson/domain/capability.js';
import { resolveCapabilities, type CapabilityOption } from '../epson/v1/capability.js';
import { printerShape, type PrinterSeed } from '../epson/v1/printer-seed.js';
import { anyObject, InvalidValue, shown } from '../text/check.js';
import { fromJson, type ValueType } from './value-type.js';

/** A capability: a preset, an object, or the absolute path of a file with one. */
export type CapabilitySource = CapabilityOption | (string & {});

const isPreset = (source: unknown) => typeof source === 'string' && Object.hasOwn(PRESETS, source);

/**
 * Returns the capability for `startMockHost`.
 *
 * @param written the name of the file as the user wrote it, for the message
 * @throws InvalidValue when it is a file that cannot be read, or not a capability
 */
export function loadCapability(source: CapabilitySource, written = source): CapabilityOption {
  const value = typeof source !== 'string' || isPreset(source) ? source : readCapability(source, written);
  resolveCapabilities(value as CapabilityOption);
  return value as CapabilityOption;
}

function readCapability(file: string, written: unknown): object {
  const names = Object.keys(PRESETS).join(', ');
  const refused = (why: string) =>
    new InvalidValue(`is ${shown(written)}, which is not one of ${names}, and a file of that name ${why}`);
  let content: unknown;
  try {
    content = fromJson(readFileSync(file, 'utf8'));
  } catch {
    throw refused('cannot be read');
  }
  if (typeof content === 'object' && content !== null) return content;
  throw refused(typeof content === 'string' ? 'is not JSON' : 'is not an object');
}

const CAPABILITY = `one of ${Object.keys(PRESETS).join(', ')}, a file, or a capability answer`;

export const capability: ValueType<CapabilitySource> = {
  placeholder: 'NAME|FILE',
  shape: (folder) =>
    v.pipe(
      v.union([v.pipe(v.string(), v.nonEmpty()), anyObject], CAPABILITY),
      v.rawTransform(({ dataset: { value }, addIssue, NEVER }): CapabilitySource => {
        const given = value as CapabilitySource;
        const source = typeof given === 'string' && !isPreset(given) ? resolve(folder, given) : given;
        try {
          loadCapability(source, given);
          return source;
        } catch (error) {
          if (!(error instanceof InvalidValue)) throw error;
          addIssue({ message: error.message });
          return NEVER;
        }
      }),
    ),
  jsonSchema: {
    anyOf: [{ enum: Object.keys(PRESETS) }, { type: 'string', minLength: 1 }, { type: 'object' }],
  },
};

/** A printer whose capability may still be the name of a file. */
export type PrinterSource = Omit<PrinterSeed, 'capability'> & { readonly capability?: CapabilitySource };

const [string, boolean] = [{ type: 'string' }, { type: 'boolean' }];

export const printer: ValueType<PrinterSource> = {
  placeholder: 'ADDRESS',
  shape: (folder) => printerShape(capability.shape(folder)),
  toJson: (value) => (Object.keys(value).length === 1 ? value.email : value),
  jsonSchema: {
    anyOf: [
      { type: 'string', format: 'email' },
      {
        type: 'object',
        required: ['email'],
        additionalProperties: false,
        properties: {
          email: string,
          name: string,
          serialNo: string,
          online: boolean,
          remotePrinting: boolean,
          multiByteDisplay: boolean,
          capability: capability.jsonSchema,
        },
      },
    ],
  },
};

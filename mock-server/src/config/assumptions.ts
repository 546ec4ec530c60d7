import { ASSUMPTION_OPTIONS, ASSUMPTIONS, type AssumptionOptions } from '../rules/assumptions.js';
import { fromJson, type ValueType } from './value-type.js';

/** Assumptions on the host where Epson does not document it. Sources are merged name by name. */
export const assume: ValueType<AssumptionOptions> = {
  placeholder: 'NAME=VALUE',
  fromText: (text) =>
    /^\s*\{/.test(text) ? fromJson(text) : pairs(text.split(',').map((pair) => pair.trim())),
  shape: () => ASSUMPTION_OPTIONS,
  jsonSchema: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(ASSUMPTIONS).map(([name, values]) => [
        name,
        (values as readonly string[]).includes('milliseconds')
          ? { anyOf: [{ const: 'off' }, { type: 'integer', minimum: 0 }] }
          : { enum: values, default: values[0] },
      ]),
    ),
  },
  several: { fromTexts: pairs, join: (under, over) => ({ ...under, ...over }) },
};

function pairs(texts: readonly string[]): unknown {
  return Object.fromEntries(texts.map((pair) => [pair.split('=')[0], pair.replace(/^[^=]*=?/, '')]));
}

import { ASSUMPTIONS, resolveAssumptions, type AssumptionOptions } from '../rules/assumptions.js';
import { each, json, refuse, shown, Unfit, type Kind } from './value-type.js';
import { checked } from './members.js';
import { suggestion } from '../text/suggest.js';

/** What the host does where nobody knows. Each assumption is a setting of its own: sources are joined name by name. */
export const assume: Kind<AssumptionOptions> = {
  sign: 'NAME=VALUE',
  fromText: (value, place) =>
    /^\s*\{/.test(value)
      ? assume.fromJson(json(value, 'NAME=VALUE pairs separated by commas, or a JSON object'), place)
      : pairs(value.split(',').map((pair) => pair.trim())),
  fromJson: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refuse(value, 'an object: { "multipart": "accept" }');
    }
    return Object.fromEntries(
      each(Object.entries(value), ([name, item]) => [name, one(name, item)] as const),
    );
  },
  toJson: (value) => value,
  schema: {
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

function pairs(texts: readonly string[]): AssumptionOptions {
  return Object.fromEntries(
    each(texts, (pair) => {
      const [name = '', ...value] = pair.split('=');
      if (value.length === 0) refuse(pair, 'NAME=VALUE');
      return [name, one(name, value.join('='))] as const;
    }),
  );
}

function one(name: string, value: unknown): string | number {
  if (!Object.hasOwn(ASSUMPTIONS, name)) {
    const near = suggestion(name, Object.keys(ASSUMPTIONS));
    throw new Unfit(
      `: there is no assumption ${shown(name)}${near || `; there are ${Object.keys(ASSUMPTIONS).join(', ')}`}`,
    );
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new Unfit(`: the assumption "${name}" is ${shown(value)}; it takes a text or a number`);
  }
  checked(() => resolveAssumptions({ [name]: value }));
  return value;
}

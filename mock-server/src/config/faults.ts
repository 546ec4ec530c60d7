import { checkFault, type Fault } from '../faults/fault.js';
import { DOCUMENTED } from '../rules/documented.js';
import { inside, json, type Kind } from './value-type.js';
import { checked, object } from './members.js';

const FAULT_MEMBERS = {
  operation: 'string',
  printer: 'string',
  job_id: 'string',
  call: 'number',
  times: 'any',
  probability: 'number',
  seed: 'number',
  effect: 'any',
  code: 'string',
  status: 'number',
};

/** Something that goes wrong, as the control API takes it. */
export const fault: Kind<Fault> = {
  sign: 'JSON',
  fromText: (value, place) => {
    const example = '{"operation":"executePrint","code":"service_unavailable"}';
    return fault.fromJson(json(value, `a fault as JSON, such as ${example}`), place);
  },
  fromJson: (value) => {
    const given = object(value, 'an object, as POST /_mock/api/faults takes it', FAULT_MEMBERS);
    const { effect } = given;
    if (effect !== undefined)
      inside('.effect', () => void object(effect, 'an object with a kind', EFFECT_MEMBERS));
    checked(() => checkFault(given));
    return given;
  },
  toJson: (value) => value,
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        Object.entries(FAULT_MEMBERS).map(([name, type]) => [name, type === 'any' ? {} : { type }]),
      ),
      operation: { enum: Object.keys(DOCUMENTED) },
      times: { type: ['integer', 'null'], minimum: 1 },
      effect: { type: 'object', required: ['kind'] },
    },
  },
};

const EFFECT_MEMBERS = {
  kind: 'string',
  status: 'number',
  code: 'string',
  delay_ms: 'number',
  spread_ms: 'number',
  after_bytes: 'number',
  bytes_per_second: 'number',
};

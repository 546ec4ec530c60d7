import { OPERATIONS } from '../rules/documented.js';
import { FAULT, type Fault } from '../faults/fault.js';
import { fromJson, type ValueType } from './value-type.js';

const [string, number] = [{ type: 'string' }, { type: 'number' }];

/** A fault, as in the control API. */
export const fault: ValueType<Fault> = {
  placeholder: 'JSON',
  fromText: fromJson,
  shape: () => FAULT,
  jsonSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      api_version: { enum: [1, 2] },
      operation: { enum: OPERATIONS },
      printer: string,
      job_id: string,
      call: number,
      times: { type: ['integer', 'null'], minimum: 1 },
      duration_ms: number,
      probability: number,
      seed: number,
      effect: { type: 'object', required: ['kind'] },
      code: string,
      status: number,
    },
  },
};

import type { RefusalAnswer } from './answers.js';
import { DOCUMENTED_V1 } from './documented-v1.js';
import { DOCUMENTED_V2 } from './documented-v2.js';
import type { ApiVersion, OperationId } from './rule.js';

type Documented = Readonly<Partial<Record<OperationId, readonly RefusalAnswer[]>>>;

/** Every refusal that the description of a version lists for an operation. */
export const DOCUMENTED: Readonly<Record<ApiVersion, Documented>> = { 1: DOCUMENTED_V1, 2: DOCUMENTED_V2 };

/** The operations of both versions. */
export const OPERATIONS = [
  ...new Set(Object.values(DOCUMENTED).flatMap((each) => Object.keys(each))),
] as OperationId[];

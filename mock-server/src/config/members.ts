import { AssumptionError } from '../rules/assumptions.js';
import { CapabilityError } from '../epson/v1/capability.js';
import { FaultError } from '../faults/fault.js';
import { MockOptionError } from './options.js';
import { SeedError } from '../epson/domain/seeds.js';
import { each, inside, refuse, shown, Unfit } from './value-type.js';
import { suggestion } from '../text/suggest.js';

const ERRORS = [AssumptionError, CapabilityError, FaultError, MockOptionError, SeedError];

/** What the domain refuses, as a predicate of the setting. */
export function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (ERRORS.some((Class) => error instanceof Class)) throw new Unfit(`: ${(error as Error).message}`);
    throw error;
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

/** An object that has no members but these. @throws Unfit */
export function object(
  value: unknown,
  allowed: string,
  members: Readonly<Record<string, string>>,
): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(value, allowed);
  each(Object.entries(value), ([name, item]) => {
    const type = Object.hasOwn(members, name) ? members[name] : undefined;
    if (type === undefined) {
      throw new Unfit(`: there is no member ${shown(name)}${suggestion(name, Object.keys(members))}`);
    }
    if (type !== 'any' && typeof item !== type) {
      inside(`.${name}`, () => refuse(item, type === 'boolean' ? 'true or false' : `a ${type}`));
    }
  });
  return value as JsonObject;
}

import {
  interpreter,
  INTERPRETERS,
  type Interpreter,
  type InterpreterName,
} from '../support/processes/interpreters.js';

/** An interpreter as the tests of this room take it; where it is missing, `command` is empty. */
export interface Found {
  readonly name: InterpreterName;
  readonly command: string;
  readonly isMissing: boolean;
}

/** Looks for some interpreters, one after the other: each is a download of some ten megabytes. */
export async function find(...names: InterpreterName[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of names) {
    const one: Interpreter = await interpreter(name);
    const command = 'command' in one ? one.command : '';
    found.push({ name, command, isMissing: command === '' });
  }
  return found;
}

/** Every Node that is supported. */
export const ALL_NODES = (Object.keys(INTERPRETERS) as InterpreterName[]).filter((name) =>
  name.startsWith('Node'),
);

import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { newClient, type Authenticated, type Client } from './client.js';
import type { Contract } from '../description/contract.js';

/** When the clocks of followed jobs begin. */
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The members of job information that tests compare. */
export interface Information {
  readonly status: string;
  readonly status_reason: string | null;
  readonly total_pages: number;
  readonly start_date: string;
  readonly update_date: string;
}

/** A client whose clock moves by hand only, and what it can be asked. */
export async function slowClient(
  options: MockHostOptions = {},
): Promise<{ client: Client; caller: Authenticated; clock: Clock }> {
  const client = newClient({ clock: new Clock(() => START_MS), ...options });
  return { client, caller: await client.authenticate(), clock: client.host.control.clock };
}

/** Reads job information, and holds it to the description. */
export function followers(contract: Contract) {
  const informationOf = async (client: Client, caller: Authenticated, id: string): Promise<Information> => {
    const { body } = await contract.check(
      'getPrintJob',
      client.call(caller, 'get', `/jobs/${id}`).expect(200),
    );
    return body as Information;
  };
  return {
    informationOf,
    stateOf: async (client: Client, caller: Authenticated, id: string) => {
      const { status, status_reason } = await informationOf(client, caller, id);
      return [status, status_reason];
    },
  };
}

import type { Destination, NewDestination } from '../api/destination.js';
import { withMember, type Workbench } from '../api/workbench.js';
import type { components } from '../generated/epson-connect.js';
import type { Call } from '../http/limits.js';

type Schemas = components['schemas'];

const PATH = '/api/1/scanning/scanners/{device_id}/destinations';

export async function listDestinations(wiring: Workbench, call: Call): Promise<Destination[]> {
  const check = withMember('destinations');
  return (await wiring.operate(wiring, call, {}, (init) => wiring.api.GET(PATH, init), check)).destinations;
}

export async function registerDestination(
  wiring: Workbench,
  call: Call,
  added: NewDestination,
): Promise<void> {
  const { alias_name, type, destination } = Object(added) as NewDestination;
  const body = {
    alias_name,
    type,
    destination,
  } as Schemas['RegisterDestinationRequest'];
  await wiring.operate(wiring, call, {}, (init) => wiring.api.POST(PATH, { ...init, body }));
}

export async function updateDestination(wiring: Workbench, call: Call, changed: Destination): Promise<void> {
  const { id, alias_name, type, destination } = Object(changed) as Destination;
  const body = {
    id,
    alias_name,
    type,
    destination,
  } as Schemas['UpdateDestinationRequest'];
  await wiring.operate(wiring, call, {}, (init) => wiring.api.PUT(PATH, { ...init, body }));
}

export async function deleteDestination(
  wiring: Workbench,
  call: Call,
  destination: string | Pick<Destination, 'id'>,
): Promise<void> {
  const body = {
    id: typeof destination === 'string' ? destination : destination.id,
  };
  await wiring.operate(wiring, call, {}, (init) => wiring.api.DELETE(PATH, { ...init, body }));
}

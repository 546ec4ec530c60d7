import type { Destination, NewDestination } from '../api/destination.js';
import { text, withMember, type Workbench } from '../api/workbench.js';
import type { components } from '../generated/epson-connect.js';
import type { Call } from '../http/limits.js';

type Schemas = components['schemas'];

const PATH = '/api/1/scanning/scanners/{device_id}/destinations';

export async function listDestinations(wiring: Workbench, call: Call): Promise<Destination[]> {
  const check = withMember('destinations');
  return (await wiring.operate(wiring, call, `GET ${PATH}`, {}, undefined, check)).destinations;
}

export async function registerDestination(
  wiring: Workbench,
  call: Call,
  added: NewDestination,
): Promise<void> {
  const { alias_name, type, destination } = Object(added) as NewDestination;
  const body = { alias_name, type, destination } as Schemas['RegisterDestinationRequest'];
  wiring.check('', { ...body }, { alias_name: text, type: text, destination: text }, true);
  await wiring.operate(wiring, call, `POST ${PATH}`, {}, body);
}

export async function updateDestination(wiring: Workbench, call: Call, changed: Destination): Promise<void> {
  const { id, alias_name, type, destination } = Object(changed) as Destination;
  const body = { id, alias_name, type, destination } as Schemas['UpdateDestinationRequest'];
  wiring.check('', { ...body }, { id: text, alias_name: text, type: text, destination: text }, true);
  await wiring.operate(wiring, call, `PUT ${PATH}`, {}, body);
}

export async function deleteDestination(
  wiring: Workbench,
  call: Call,
  destination: string | Pick<Destination, 'id'>,
): Promise<void> {
  const { id } = (typeof destination === 'string' ? { id: destination } : Object(destination)) as Destination;
  wiring.check('', { id }, { id: text }, true);
  const body = { id };
  await wiring.operate(wiring, call, `DELETE ${PATH}`, {}, body);
}

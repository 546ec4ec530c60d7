import type { components } from '../generated/mock-control.js';
import { defaultTimes, FAULT } from '../faults/fault.js';
import type { ArmedFault } from '../faults/faults.js';
import { sendJson } from '../http/send.js';
import { readCommand, type Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';

type FaultView = components['schemas']['Fault'];

export function listFaults({ control, response }: Command): void {
  sendJson(response, 200, { faults: control.faults.all().map(viewFault) });
}

export async function addFault({ control, request, response }: Command): Promise<void> {
  sendJson(response, 201, viewFault(control.faults.add(await readCommand(request, response, FAULT))));
}

export function clearFaults({ control, response }: Command): void {
  control.faults.clear();
  sendJson(response, 200, {});
}

export function removeFault({ control, request, response }: Command): void {
  if (!control.faults.remove(request.params['fault_id'] ?? ''))
    throw new ControlRefusal(404, 'fault-unknown', 'This world has no fault with this ID.');
  sendJson(response, 200, {});
}

/** Returns a fault as the control API shows it. */
export function viewFault({ id, fault, ends_at, ...state }: ArmedFault): FaultView {
  const { code, status, effect = { kind: 'refuse', code, status }, ...match } = fault;
  const times = defaultTimes(fault);
  const end = fault.duration_ms !== undefined && { ends_at: ends_at ?? null };
  return { id, call: 1, times, probability: 1, seed: 1, ...match, effect, ...state, ...end } as FaultView;
}

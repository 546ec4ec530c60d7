import type { components } from '../generated/mock-control.js';
import { sendJson } from '../http/send.js';
import type { ControlContext } from './control-context.js';
import { createControl } from './control.js';
import { viewFault } from './fault-commands.js';
import type { Command } from './inputs.js';
import { viewClock } from './world-commands.js';

type WorldState = components['schemas']['WorldState'];

export function getState({ context, clientId, response }: Command): void {
  sendJson(response, 200, viewState(context, clientId));
}

/** Returns what is set in a world, for pages that show it. */
export function viewState(context: ControlContext, clientId: string): WorldState {
  const control = createControl(context, clientId);
  const { first, dropped } = context.journals.of(clientId);
  return {
    printers: control.printers(),
    faults: control.faults.all().map(viewFault),
    clock: viewClock(control.clock),
    consent: control.consent,
    pace: control.pace,
    at_start: context.host.worlds.ofClient(clientId).atStart,
    journal: { first, dropped },
  };
}

import { api, query, type Fault, type Printer, type WorldState } from './api.js';
import { order } from './notices.js';
import { clockTime } from './text.js';

/** The words for what a printer suffers from. */
export const TROUBLES: Readonly<Record<NonNullable<Printer['trouble']>, string>> = {
  media_jam: 'Paper jam',
  media_empty: 'Out of paper',
  marker_supply_empty: 'Out of ink',
  cover_open: 'Cover open',
  attention_required: 'Needs attention',
};

/** The words for the answers to requests for authorization. */
export const CONSENTS: Readonly<Record<WorldState['consent'], string>> = {
  page: 'Asks a person',
  auto: 'Consents at once',
  deny: 'Refuses at once',
};

/** The words for the time that a job takes. */
export const PACES: Readonly<Record<WorldState['pace'], string>> = {
  instant: 'Instant',
  fast: 'Fast',
  real: 'Real',
};

type PrinterChange = {
  readonly trouble?: Printer['trouble'];
  readonly online?: boolean;
  readonly remote_printing?: boolean;
};

type ClockChange = {
  readonly advance_ms?: number;
  readonly freeze?: boolean;
  readonly speed?: number;
};

export const changePrinter = ({ email }: Printer, body: PrinterChange) =>
  order(api.PATCH('/_mock/api/printers/{email}', { params: { path: { email }, query }, body }));

export const changeClock = (body: ClockChange) =>
  order(api.POST('/_mock/api/clock', { params: { query }, body }));

export const setConsent = (consent: WorldState['consent']) =>
  order(api.PUT('/_mock/api/consent', { params: { query }, body: { consent } }));

export const setPace = (pace: WorldState['pace']) =>
  order(api.PUT('/_mock/api/pace', { params: { query }, body: { pace } }));

const removeFault = ({ id: fault_id }: Fault) =>
  order(api.DELETE('/_mock/api/faults/{fault_id}', { params: { path: { fault_id }, query } }));

/** Something that is not as it was at the start, and the order that takes it back. */
export interface Switched {
  readonly text: string;
  /** The word on the button. */
  readonly undo: string;
  readonly run: () => Promise<unknown>;
}

/** Returns everything that is switched on in a world. */
export function switchedOn({ printers, faults, clock, consent, pace, at_start }: WorldState): Switched[] {
  return [
    ...printers.flatMap((printer) => switchedAt(printer, printers.length === 1)),
    ...faults
      .filter(({ is_over }) => !is_over)
      .map((fault) => ({ text: faultText(fault), undo: 'Undo', run: () => removeFault(fault) })),
    ...when(clock.is_frozen, `Clock stands at ${clockTime(clock.now)}`, 'Release', () =>
      changeClock({ freeze: false }),
    ),
    ...when(clock.speed !== 1, `Clock speed ${clock.speed} ×`, 'Back to 1', () => changeClock({ speed: 1 })),
    ...when(pace !== at_start.pace, `Pace: ${PACES[pace]}`, 'Undo', () => setPace(at_start.pace)),
    ...when(consent !== at_start.consent, `Consent: ${CONSENTS[consent]}`, 'Undo', () =>
      setConsent(at_start.consent),
    ),
  ];
}

function switchedAt(printer: Printer, isOne: boolean): Switched[] {
  const { trouble, online, remote_printing, email } = printer;
  const of = isOne ? '' : ` (${email})`;
  return [
    ...when(trouble !== null, (trouble === null ? '' : TROUBLES[trouble]) + of, 'Mend', () =>
      changePrinter(printer, { trouble: null }),
    ),
    ...when(!online, `Offline${of}`, 'Connect', () => changePrinter(printer, { online: true })),
    ...when(!remote_printing, `Remote printing off${of}`, 'Allow', () =>
      changePrinter(printer, { remote_printing: true }),
    ),
  ];
}

const when = (holds: boolean, text: string, undo: string, run: () => Promise<unknown>): Switched[] =>
  holds ? [{ text, undo, run }] : [];

function faultText({ operation, effect, times, struck, duration_ms, ends_at }: Fault): string {
  const which = times === null ? 'Each' : times - struck === 1 ? 'Next' : `Next ${times - struck}`;
  return `${which} ${operation ?? 'call'}${outageText(duration_ms, ends_at)}: ${effectText(effect)}`;
}

function outageText(durationMs: Fault['duration_ms'], endsAt: Fault['ends_at']): string {
  if (typeof endsAt === 'string') return ` until ${clockTime(endsAt)}`;
  return durationMs === undefined ? '' : ` for ${durationMs / 1000} s`;
}

function effectText(effect: Fault['effect']): string {
  switch (effect.kind) {
    case 'refuse':
      return [effect.status, effect.code].filter((part) => part !== undefined).join(' ');
    case 'delay':
      return `${effect.delay_ms / 1000} s late`;
    case 'drop_before':
      return 'connection lost before it takes effect';
    case 'drop_after':
      return 'answer lost';
    case 'truncate':
      return 'answer cut off';
    case 'slow':
      return 'slow answer';
    case 'hang':
      return 'no answer';
    case 'html':
      return 'HTML page';
    case 'not_json':
      return 'not JSON';
  }
}

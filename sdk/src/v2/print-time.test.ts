import { describe, expect, it } from 'vitest';
import { SettingError } from '../errors/index.js';
import { printAtOf, printDateTimeOf } from './print-time.js';

const at = (text: string): Date => new Date(`2027-${text}Z`);

describe('the time of a schedule', () => {
  it.each([
    ['05-03T14:02:30', '05-03T14:30', '202705031430'],
    ['05-03T14:00', '05-03T14:15', '202705031415'],
    ['05-03T14:00', '05-17T14:00', '202705171400'],
    ['12-31T23:59', '12-31T23:59', undefined],
    ['12-20T12:00', '12-31T23:45', '202712312345'],
  ])('at %s, %s is sent as %s', (now, printAt, digits) => {
    const ask = () => printDateTimeOf(at(printAt), at(now).getTime());
    if (digits === undefined) expect(ask).toThrow(SettingError);
    else expect(ask()).toBe(digits);
  });

  it.each([
    ['05-03T14:02:30', '05-03T14:15', 'next possible time is 2027-05-03T14:30:00.000Z'],
    ['05-03T14:00:00.001', '05-03T14:15', 'next possible time is 2027-05-03T14:30:00.000Z'],
    ['05-03T14:02:30', '05-03T14:40', 'next possible time is 2027-05-03T14:45:00.000Z'],
    ['05-03T14:02:30', '05-03T14:45:00.001', 'next possible time is 2027-05-03T15:00:00.000Z'],
    ['05-03T14:02:30', '01-01T00:00', 'next possible time is 2027-05-03T14:30:00.000Z'],
    ['05-03T14:02:30', '05-17T14:15', 'last possible time is 2027-05-17T14:00:00.000Z'],
    ['05-03T14:02:30', '05-17T14:01', 'last possible time is 2027-05-17T14:00:00.000Z'],
  ])('at %s, %s is refused: the %s', (now, printAt, said) => {
    expect(() => printDateTimeOf(at(printAt), at(now).getTime())).toThrow(said);
  });

  it.each<unknown>([undefined, null, '2027-05-03T14:30Z', 1_809_441_000_000, new Date('never')])(
    'must be a date, not %j',
    (printAt) => {
      expect(() => printDateTimeOf(printAt as Date, 0)).toThrow('printAt must be a valid Date');
    },
  );

  it.each([
    ['202705031430', at('05-03T14:30')],
    ['20270503143', undefined],
    ['202713031430', undefined],
    ['2027-05-03T14:30', undefined],
    [undefined, undefined],
  ])('is read from %j', (printDateTime, printAt) => {
    expect(printAtOf(printDateTime)).toEqual(printAt);
  });
});

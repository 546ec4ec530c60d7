import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../many/index.js';
import { ledgerLine, LedgerReader } from './ledger-lines.js';

const job = (id: string) => ({
  id,
  device_id: 'd1',
  job_name: `invoice ${id} \u2028 é`,
  print_mode: 'document',
});
const steps: readonly (readonly [string, LedgerEntry?])[] = [
  ['a', { state: 'executing', job: job('j1') }],
  ['b', { state: 'executing', job: job('j2') }],
  ['a', { state: 'done', job: job('j1') }],
  ['b', { state: 'failed', job: job('j2') }],
  ['a'],
  ['é\n{"}\\', { state: 'executing', job: job('j3') }],
];
const lines = steps.map(([id, entry]) => ledgerLine(id, entry));
const file = Buffer.concat(lines);

/** The entries after each number of lines. */
const truths = steps.map((_, count) => read(Buffer.concat(lines.slice(0, count)))).concat([read(file)]);

function read(bytes: Buffer, chunkBytes = bytes.length || 1) {
  const reader = new LedgerReader();
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.add(bytes.subarray(at, at + chunkBytes));
  const { wholeBytes, lacksNewline } = reader.end();
  return { entries: Object.fromEntries(reader.entries), wholeBytes, lacksNewline };
}

function refusal(bytes: Buffer): string | undefined {
  try {
    read(bytes);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the lines of a ledger', () => {
  it('say the latest of each id', () => {
    expect(read(file).entries).toEqual({
      b: { state: 'failed', job: job('j2') },
      'é\n{"}\\': { state: 'executing', job: job('j3') },
    });
  });

  it('are the same however they come in', () => {
    for (let chunkBytes = 1; chunkBytes <= file.length; chunkBytes += 1)
      expect(read(file, chunkBytes)).toEqual(read(file));
  });

  it('cut at any byte are the steps that are whole', () => {
    for (let cut = 0; cut <= file.length; cut += 1) {
      const bytes = file.subarray(0, cut);
      const whole = bytes.filter((byte) => byte === 10).length;
      // The last one may lack its end.
      const isAlmost = file[cut] === 10;
      const truth = truths[isAlmost ? whole + 1 : whole];
      expect(read(bytes).entries, `cut at ${cut}`).toEqual(truth?.entries);
    }
  });

  it('with any bit flipped are refused', () => {
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const bytes = Buffer.from(file);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(refusal(bytes), `bit ${bit}`).toMatch(/^line \d is damaged/);
    }
  });

  it('with any bit flipped and cut at any byte are refused, or say less and nothing else', () => {
    // Every bit with every cut would be ten million: each bit is tried with one cut behind it.
    for (let bit = 0; bit < file.length * 8; bit += 1) {
      const cut = (bit >> 3) + 1 + ((bit * 7919) % (file.length - (bit >> 3)));
      const bytes = Buffer.from(file.subarray(0, cut));
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      if (refusal(bytes) !== undefined) continue;
      // Only a flip in the incomplete line is accepted.
      const whole = file.subarray(0, cut).filter((byte) => byte === 10).length;
      expect(read(bytes).entries, `bit ${bit}, cut at ${cut}`).toEqual(truths[whole]?.entries);
    }
  });
});

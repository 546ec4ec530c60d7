import { describe, expect, it } from 'vitest';
import { SHOWN_BYTES, showOutput } from './command.js';

function shown(write: (streams: ReturnType<typeof showOutput>) => void): string[] {
  const lines: string[] = [];
  write(showOutput((line) => lines.push(line)));
  return lines;
}

const NOTE = `(more than ${SHOWN_BYTES} bytes of output; the rest is not shown)`;
const line = (letter: string) => letter.repeat(63) + '\n';
const bytes = (text: string) => Buffer.from(text);

describe('the output of a command', () => {
  it.each([1000, 8192, SHOWN_BYTES - 1, SHOWN_BYTES, SHOWN_BYTES + 1, 200_000])(
    'is shown up to the same byte in chunks of %d',
    (size) => {
      const all = bytes(line('p').repeat(3200));
      const lines = shown(({ open }) => {
        const stream = open();
        for (let at = 0; at < all.length; at += size) stream.write(all.subarray(at, at + size));
        stream.end();
      });
      expect(lines.slice(0, -1).join('\n').length + 1).toBe(SHOWN_BYTES);
      expect(lines.filter((each) => each === NOTE)).toEqual([lines.at(-1)]);
    },
  );

  it('is all shown when it ends where the bound is', () => {
    const lines = shown(({ open }) => open().write(bytes(line('p').repeat(SHOWN_BYTES / 64))));
    expect([lines.length, lines.includes(NOTE)]).toEqual([SHOWN_BYTES / 64, false]);
  });

  it('shares the bound between both streams', () => {
    const lines = shown(({ open }) => {
      const [out, error] = [open(), open()];
      out.write(bytes(line('o').repeat(SHOWN_BYTES / 64 - 1)));
      error.write(bytes(line('e').repeat(9)));
      out.write(bytes(line('o')));
    });
    expect(lines.filter((each) => each.startsWith('e'))).toHaveLength(1);
    expect(lines.at(-1)).toBe(NOTE);
  });

  it('shows the cut line before it says that there is more', () => {
    expect(shown(({ open }) => open().write(bytes(`a\n${'b'.repeat(SHOWN_BYTES)}`)))).toEqual([
      'a',
      'b'.repeat(1000),
      NOTE,
    ]);
  });

  it('shows a last line without an end, and characters that two chunks share', () => {
    const lines = shown(({ open }) => {
      const stream = open();
      const euro = bytes('5 €');
      stream.write(euro.subarray(0, 3));
      stream.write(euro.subarray(3));
      stream.end();
    });
    expect(lines).toEqual(['5 €']);
  });

  it('steers no terminal', () => {
    expect(
      shown(({ open }) => open().write(bytes('\u001b[31mred\u001b[0m\u0007 \u001b]0;title\u0007x\n'))),
    ).toEqual(['red x']);
  });
});

import { describe, expect, it } from 'vitest';
import { thumbQueue } from './thumb-queue.js';

/** Returns a queue whose pictures are drawn by hand. */
function queue(limits = { kept: 100, atOnce: 2 }) {
  const drawn: { source: string; end: (picture: string) => void; fail: () => void }[] = [];
  const told: (string | undefined)[] = [];
  const thumbs = thumbQueue<string>(
    (source) => new Promise((end, fail) => drawn.push({ source, end, fail: () => fail(new Error('no')) })),
    limits,
  );
  const want = (key: string) => thumbs.want(key, key, (picture) => told.push(picture));
  const sources = () => drawn.map(({ source }) => source);
  /** Lets promises that are settled go on. */
  const settled = () => new Promise((go) => setTimeout(go));
  return { want, drawn, told, sources, settled };
}

describe('thumbnails', () => {
  it('draws two at a time, and the next when one is done', async () => {
    const { want, drawn, told, sources, settled } = queue();
    for (const key of ['a', 'b', 'c']) want(key);
    expect(sources()).toEqual(['a', 'b']);
    drawn[1]?.end('B');
    await settled();
    expect(told).toEqual(['B']);
    expect(sources()).toEqual(['a', 'b', 'c']);
  });

  it('does not draw what nobody wants any more', async () => {
    const { want, drawn, sources, settled } = queue({ kept: 1, atOnce: 1 });
    want('a');
    want('b')();
    want('c');
    drawn[0]?.end('A');
    await settled();
    expect(sources()).toEqual(['a', 'c']);
  });

  it('draws once for all who want the same', async () => {
    const { want, drawn, told, settled } = queue();
    want('a');
    want('a');
    drawn[0]?.end('A');
    await settled();
    want('a');
    expect(drawn).toHaveLength(1);
    expect(told).toEqual(['A', 'A', 'A']);
  });

  it('forgets the picture that was used longest ago', async () => {
    const { want, drawn, sources, settled } = queue({ kept: 2, atOnce: 3 });
    for (const key of ['a', 'b']) want(key);
    for (const { end, source } of drawn) end(source);
    await settled();
    want('a');
    want('c');
    drawn[2]?.end('c');
    await settled();
    want('a');
    want('b');
    expect(sources()).toEqual(['a', 'b', 'c', 'b']);
  });

  it('tells of a failure, goes on, and tries again when it is wanted again', async () => {
    const { want, drawn, told, sources, settled } = queue({ kept: 2, atOnce: 1 });
    want('a');
    want('b');
    drawn[0]?.fail();
    await settled();
    expect(told).toEqual([undefined]);
    want('a');
    drawn[1]?.end('B');
    await settled();
    expect(sources()).toEqual(['a', 'b', 'a']);
  });
});

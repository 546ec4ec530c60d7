import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleSize } from '../support/bundle.js';

describe('the SDK as a package', () => {
  it('costs a web page that prints at most 10 kB, and needs nothing that a browser lacks', async () => {
    expect((await bundleSize()).atOnce).toBeLessThanOrEqual(10_000);
  });

  it('costs a web page at most 19.2 kB with all that is loaded when it is first used', async () => {
    const { atOnce, inAll } = await bundleSize();
    expect(inAll).toBeLessThanOrEqual(19_200);
    expect(inAll).toBeGreaterThan(atOnce);
  });

  it('has one dependency and no install script', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../sdk/package.json', import.meta.url), 'utf8'));
    expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
    expect(Object.keys(manifest.scripts).filter((name) => /install$/.test(name))).toEqual([]);
  });
});

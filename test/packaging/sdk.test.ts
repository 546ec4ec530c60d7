import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleBytes } from '../support/sdk/bundle.js';

describe('the SDK as a package', () => {
  it('costs a web page at most 20 kB, and needs nothing that a browser lacks', async () => {
    expect(await bundleBytes()).toBeLessThanOrEqual(20_000);
  });

  it('costs at most 24.5 kB by the door of version 2, schedules and rotating tokens included', async () => {
    expect(await bundleBytes('/v2')).toBeLessThanOrEqual(24_500);
  });

  it('brings no client of Redis by the door for fleets, and little else', async () => {
    expect(await bundleBytes('/redis')).toBeLessThanOrEqual(8_000);
  });

  it('has one dependency and no install script', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../sdk/package.json', import.meta.url), 'utf8'));
    expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
    expect(Object.keys(manifest.scripts).filter((name) => /install$/.test(name))).toEqual([]);
  });
});

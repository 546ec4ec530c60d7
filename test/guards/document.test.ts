import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentPath, renderDocument } from '../demo/document.js';

describe('the document of the demo', () => {
  it('is what its source draws today, on any machine', async () => {
    const committed = readFileSync(documentPath);
    const rendered = await renderDocument();
    expect(
      rendered.equals(committed),
      'run `npm --prefix test run document` and commit the file it writes',
    ).toBe(true);
  });

  it('has five pages of A4 and stays small', () => {
    const text = readFileSync(documentPath, 'latin1');
    expect(text.match(/\/Type \/Page\b/g)).toHaveLength(5);
    expect(text.match(/\/MediaBox \[0 0 595\.28 841\.89\]/g)).toHaveLength(5);
    expect(text.length).toBeLessThan(200_000);
  });
});

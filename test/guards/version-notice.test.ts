import { expect, it } from 'vitest';
import { listFiles, readText } from './repository.js';

/** The notice that a reader needs first, in the words of every page. */
const NOTICE = [
  'version 1',
  "Epson's developer site hands out version 2 only",
  'Two independent programs say that version 1 has ended, one of them on 2026-04-01',
  "no notice of Epson's was seen",
  'Build new programs on version 2',
  'still answers',
];

it('no page says that support for version 2 is still to come', () => {
  const pages = listFiles().filter((name) => name.endsWith('.md') && !name.startsWith('test/'));
  expect(pages.filter((name) => /version 2 is on its way/i.test(readText(name)))).toEqual([]);
});

it.each([
  'README.md',
  'sdk/README.md',
  'mock-server/README.md',
  'openapi/README.md',
  'openapi/v1/introduction.md',
])('%s says at the top which version of the API this is, and what is known of it', (page) => {
  // Before the first section, the first code and the first table.
  const [top = ''] = readText(page).split(/^(?:## |```|\|)/m);
  const text = top.replace(/\n> ?|\s+/g, ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  expect(NOTICE.filter((fact) => !text.includes(fact))).toEqual([]);
});

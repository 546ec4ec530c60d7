import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { USER_PAGES } from '../support/description/pages.js';
import { operationsOf, readDescription } from '../support/description/description.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readText = (name: string) => readFileSync(join(root, name), 'utf8');

/** The targets of the links of a page, outside of its code. */
function linksOf(page: string): string[] {
  const text = readText(page).replace(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors that a page has for its headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...readText(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Tells why a link leads nowhere, if it does. */
function faultOf(page: string, target: string, isThere: (file: string) => boolean): string | undefined {
  if (/^https?:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!isThere(file)) return `${target} is not there`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  return anchorsOf(file).has(anchor) ? undefined : `${target} names no heading`;
}

it.each(['README.md', 'sdk/README.md', 'mock-server/README.md'])('%s has at most 200 lines', (page) => {
  expect(readText(page).split('\n').length - 1).toBeLessThanOrEqual(200);
});

describe('the links of', () => {
  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'decisions/README.md',
    'SECURITY.md',
    'openapi/README.md',
    ...readdirSync(join(root, 'openapi/guides')).map((page) => `openapi/guides/${page}`),
    'test/bench/report/README.md',
  ])('%s lead somewhere', (page) => {
    const faults = linksOf(page).map((target) =>
      faultOf(page, target, (file) => existsSync(join(root, file))),
    );
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  const pages = USER_PAGES.filter((page) => page !== 'README.md');
  it.each(pages)('%s lead to what is in its package', (page) => {
    const [folder = ''] = page.split('/');
    const { files } = JSON.parse(readText(`${folder}/package.json`)) as { files: string[] };
    const isPacked = (file: string) => {
      const inside = relative(folder, file);
      return (
        files.some((name) => inside === name || inside.startsWith(`${name}/`)) && existsSync(join(root, file))
      );
    };
    const faults = linksOf(page).map((target) => faultOf(page, target, isPacked));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});

it('the guide to the control API lists every call of the control API as the description has it', () => {
  const described = [...operationsOf(readDescription('control/openapi.yaml')).values()].map(
    ({ method, path, ...operation }) => {
      const { description } = operation as unknown as { description: string };
      const [sentence = ''] = /^[^]*?\.(?=\s|$)/.exec(description) ?? [];
      return [`\`${method.toUpperCase()} ${path}\``, sentence.replace(/\s+/g, ' ')];
    },
  );
  const [, table = ''] =
    /<!-- control -->\s*([^]*?)\n\n/.exec(`${readText('mock-server/guides/control-api.md')}\n\n`) ?? [];
  const rows = table.split('\n').slice(2);
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(described);
});

// Builds the documentation: a page for each description, which needs nothing but itself, and each description as one file.
// Does nothing when it is up to date.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { bundle } from './bundle.mjs';

const source = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('../../mock-server/docs/', import.meta.url));
const tool = join(source, 'node_modules', '@redocly', 'cli');

/** The descriptions that redocly.yaml lists. The page of the first is the one at `/_mock/docs/`. */
const readYaml = async (name) => parse(await readFile(join(source, name), 'utf8'));
const { apis } = await readYaml('redocly.yaml');
const descriptions = await Promise.all(
  Object.entries(apis).map(async ([name, { root }], at) => {
    const { title } = (await readYaml(root)).info;
    return { name, root, title, page: at === 0 ? 'index' : name };
  }),
);
const built = descriptions.flatMap(({ name, page }) => [`${page}.html`, `openapi/${name}.json`]);
const stamp = join(target, '.stamp');

/** A digest of everything that the documentation is made from. */
async function fingerprint() {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(source, file).split(sep).includes('node_modules'))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(tool, 'package.json')]) {
    hash
      .update(`${relative(source, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The name that takes the place of the logo, which the page would fetch. */
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="14"><text y="11" font-family="sans-serif" ' +
    'font-size="12" fill="gray">Redoc</text></svg>',
)}`;
const replacements = [
  [/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, logo],
  [/https:\/\/cdn\.redocly\.com\/icons\/[\w.\-/]+/g, 'data:,'],
  [/https:\/\/otel\.cloud\.redocly\.com\/[\w/]+/g, 'data:,'],
];

/** Above each page, as the pages know nothing of each other. */
const links = [
  ['ui/', 'Inspector'],
  ...descriptions.map(({ page, title }) => [page === 'index' ? 'docs/' : `docs/${page}/`, title]),
  ['docs/rules', 'Rules'],
  ...descriptions.map(({ name }) => [`openapi/${name}.yaml`, `OpenAPI: ${name}`]),
].map(([href, text]) => `<a href="/_mock/${href}">${text}</a>`);
const nav = `<nav style="display: flex; gap: 2em; padding: .7em 2em; font: 14px sans-serif">${links.join('')}</nav>`;

/**
 * Beside the replacements the browser itself is told to fetch nothing, an empty icon spares it the asking, and code in
 * tables stays in one line.
 */
const head = [
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; ` +
    `style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob: data:; base-uri 'none'; form-action 'none'" />`,
  '<link rel="icon" href="data:," />',
  '<style>td code { white-space: nowrap }</style>',
].join('\n  ');

/** The page's own tag: its scripts have such a text in them, too. */
const body = /^ *<body>$/m;

function selfContained(html) {
  let result = html;
  for (const [pattern, replacement] of replacements) {
    if (!pattern.test(result))
      throw new Error(`Redocly's page has changed: ${pattern} is not in it any more.`);
    result = result.replaceAll(pattern, () => replacement);
  }
  // Links of the sidebar lead to other pages until the script has taken them over.
  result = result.replaceAll(/(<a\b[^>]*? href=")(\/[\w\-/]*")/g, '$1#$2');
  const left = result.match(/https?:\/\/(?:cdn|fonts|otel)\b[^"'`\s)]*/);
  if (left) throw new Error(`The page still names ${left[0]}, which it may fetch.`);
  if (!result.includes('<meta charset="utf8" />'))
    throw new Error("Redocly's page has changed: no place for the head.");
  if (!body.test(result)) throw new Error("Redocly's page has changed: no place for the links.");
  return result
    .replace('<meta charset="utf8" />', () => `<meta charset="utf-8" />\n  ${head}`)
    .replace(body, (tag) => `${tag}\n${nav}`);
}

async function redocly(...argv) {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  await promisify(execFile)(process.execPath, [join(tool, 'bin', 'cli.js'), ...argv], { cwd: source, env });
}

async function buildPage({ page, root }) {
  const name = `${page}.html`;
  const raw = join(target, `raw.${name}`);
  await redocly('build-docs', root, '--config', 'docs/redocly.yaml', '--inlineBundle', '-o', raw);
  await writeFile(raw, selfContained(await readFile(raw, 'utf8')));
  await rename(raw, join(target, name));
}

const started = performance.now();
const wanted = await fingerprint();
const previous = await readFile(stamp, 'utf8').catch(() => undefined);
if (previous !== wanted || !built.every((name) => existsSync(join(target, name)))) {
  await mkdir(target, { recursive: true });
  await Promise.all([...descriptions.map(buildPage), bundle(redocly, descriptions, join(target, 'openapi'))]);
  await writeFile(stamp, wanted);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`documentation built: ${relative(process.cwd(), target)} (in ${seconds} s)`);
}

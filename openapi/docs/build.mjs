// Builds the documentation: one HTML file that needs nothing but itself. Does nothing when it is up to date.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const source = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('../../mock-server/docs/', import.meta.url));
const redocly = join(source, 'node_modules', '@redocly', 'cli');

const page = join(target, 'index.html');
const stamp = join(target, '.stamp');

/** A digest of everything the page is made from. */
async function fingerprint() {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(source, file).split(sep).includes('node_modules'))
    .sort();
  const hash = createHash('sha256');
  for (const file of [...files, join(redocly, 'package.json')]) {
    hash
      .update(`${relative(source, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** What the page would fetch, and what takes its place. A logo becomes the name that it stands for. */
const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="14"><text y="11" font-family="sans-serif" ' +
    'font-size="12" fill="gray">Redoc</text></svg>',
)}`;
const replacements = [
  [/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, logo],
  [/https:\/\/cdn\.redocly\.com\/icons\/[\w.\-/]+/g, 'data:,'],
  [/https:\/\/otel\.cloud\.redocly\.com\/[\w/]+/g, 'data:,'],
];

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
  return result.replace('<meta charset="utf8" />', () => `<meta charset="utf-8" />\n  ${head}`);
}

async function build() {
  const raw = join(target, 'redocly.html');
  const cli = join(redocly, 'bin', 'cli.js');
  const argv = [
    'build-docs',
    'epson-connect.yaml',
    '--config',
    'docs/redocly.yaml',
    '--inlineBundle',
    '-o',
    raw,
  ];
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  await promisify(execFile)(process.execPath, [cli, ...argv], { cwd: source, env });
  const html = selfContained(await readFile(raw, 'utf8'));
  await writeFile(raw, html);
  await rename(raw, page);
  return html.length;
}

const started = performance.now();
const shown = relative(process.cwd(), page);
const wanted = await fingerprint();
const [present, previous] = await Promise.all(
  [page, stamp].map((file) => readFile(file, 'utf8').catch(() => undefined)),
);
if (present === undefined || previous !== wanted) {
  await mkdir(target, { recursive: true });
  const size = await build();
  await writeFile(stamp, wanted);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.error(`documentation built: ${shown} (${(size / 2 ** 20).toFixed(1)} MiB in ${seconds} s)`);
}

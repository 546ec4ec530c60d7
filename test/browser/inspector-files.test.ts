import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { expect, it, onTestFinished } from 'vitest';
import { builtCommand } from '../support/mock/built-command.js';
import { startProcess } from '../support/mock/mock-process.js';

const UI = new URL('../../mock-server/ui/', import.meta.url);
const DIST = new URL('dist/', UI);
const MOST_KB = 60;

/** Returns a script of the page and those that it loads before it runs. */
function scriptsOf(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(new URL(name, DIST), 'utf8');
  for (const [, file = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) scriptsOf(file, found);
  return found;
}

it(`loads at most ${MOST_KB} kB of script and style for the first view of the inspector, and no PDF engine`, () => {
  const html = readFileSync(new URL('index.html', DIST), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="([\w.]+\.(?:js|css))"/g)].map(([, file = '']) => file);
  expect(named.sort()).toEqual(['main.js', 'style.css']);
  const files = [...scriptsOf('events.js', scriptsOf('main.js')), 'style.css'];
  const sizes = files.map((file) => gzipSync(readFileSync(new URL(file, DIST))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_KB * 1000);
  const engine = readdirSync(DIST).filter((file) => /^pdf[-.].*js$/.test(file));
  expect(engine.length).toBeGreaterThan(1);
  expect(files.filter((file) => engine.includes(file))).toEqual([]);
});

/** A program that says on its standard error which files of a folder it looks at. */
const watched = (command: string, folder: string) => `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
for (const room of [fs, fs.promises])
  for (const [name, action] of Object.entries(room))
    if (typeof action === 'function' && /^[a-z]/.test(name))
      room[name] = new Proxy(action, {
        apply(action, self, args) {
          if (String(args[0]).includes(${JSON.stringify(folder)})) process.stderr.write(\`\${name} \${args[0]}\\n\`);
          return Reflect.apply(action, self, args);
        },
      });
syncBuiltinESMExports();
await import(${JSON.stringify(pathToFileURL(command).href)});
`;

it('looks at no file of the inspector before a browser asks for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'watched.mjs');
  writeFileSync(program, watched(builtCommand(), fileURLToPath(UI)));
  const { url, complaints, stop } = await startProcess(program, []);
  onTestFinished(stop);
  await request(url)
    .post('/_mock/api/print')
    .attach('file', fileURLToPath(new URL('sample.pdf', DIST)))
    .expect(201);
  await request(url).get('/_mock/api/jobs').expect(200);
  await request(url).get('/').set('Accept', 'text/html').expect(302);
  expect(complaints()).toBe('');
  await request(url).get('/_mock/ui/').expect(200);
  expect(complaints()).toContain('index.html');
  expect(complaints()).not.toContain('pdf');
});

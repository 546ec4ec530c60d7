// The gates of what people install: `publint` and `attw` read the packed tarballs, and the API report holds the public
// types of both packages against the files in packaging/api. `--write` writes those files anew: look at the difference.
// Needs `npm run build`.

import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const mayWrite = process.argv.includes('--write');
const problems = [];

/** Compares the public types of one door with its report; writes the report where that is asked for. */
function reportOn(folder, manifest, door, types, temporary) {
  const name = [folder, ...door.split('/').slice(1)].join('-');
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, folder, 'package.json'),
    configObject: {
      projectFolder: join(root, folder),
      mainEntryPointFilePath: join(root, folder, types),
      // As the packages' own, but for the entry: the extractor brings a TypeScript of its own.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
            module: 'NodeNext',
            moduleResolution: 'NodeNext',
            types: ['node'],
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: true,
          },
          files: [join(root, folder, types)],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'test/packaging/api'),
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: 'none' } },
        extractorMessageReporting: { default: { logLevel: 'none' } },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: mayWrite,
    messageCallback: (message) => (message.handled = true),
  });
  if (apiReportChanged && !mayWrite) {
    const [kept, now] = [
      join(root, 'test/packaging/api', `${name}.api.md`),
      join(temporary, `${name}.api.md`),
    ];
    const { stdout } = spawnSync('git', ['diff', '--no-index', '--unified=1', kept, now], {
      encoding: 'utf8',
    });
    problems.push(
      `The public types of ${manifest.name}${door.slice(1)} have changed:\n${stdout}\nIf that is meant, run: npm run build && npm run api`,
    );
  }
}

/** Packs a package as npm publishes it. */
function pack(folder, temporary) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', temporary];
  const cwd = join(root, folder);
  const { status, stderr } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd, encoding: 'utf8' })
    : spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm pack failed in ${folder}: ${stderr}`);
  return join(
    temporary,
    readdirSync(temporary).find((name) => name.endsWith('.tgz')),
  );
}

/** Checks how the packed package resolves, with and without types, in every module system that it claims. */
async function checkTarball(manifest, tarball) {
  const bytes = readFileSync(tarball);
  const { messages, pkg } = await publint({
    strict: true,
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
  });
  for (const message of messages) problems.push(`publint: ${manifest.name}: ${formatMessage(message, pkg)}`);
  const bin = join(root, 'test/node_modules/@arethetypeswrong/cli/dist/index.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      bin,
      tarball,
      '--no-color',
      '--no-emoji',
      '--format',
      'table-flipped',
      '--config-path',
      join(root, 'test/attw.json'),
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) problems.push(`attw: ${manifest.name}:\n${stdout}${stderr}`);
}

/** Settings of the compiler that strangers have: none of them may need types or libraries that a door does not bring. */
const consumers = {
  'commonjs, node10': { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

/**
 * Compiles a program that imports every door of the packed package, and checks its declarations too. It sees the
 * dependencies of the package alone; the mock, which is a tool of Node's, also sees the types of Node.
 */
function checkConsumers(folderOfPackage, manifest, tarball, temporary, types) {
  const folder = join(temporary, 'consumer');
  const installed = join(folder, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  if (status !== 0) throw new Error(`${tarball} cannot be unpacked: ${stderr}`);
  for (const name of [...Object.keys(manifest.dependencies), ...types.map((each) => `@types/${each}`)]) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, folderOfPackage, 'node_modules', name), link, 'junction');
  }
  const doors = Object.entries(manifest.exports).filter(([, { types }]) => types !== undefined);
  const program = join(folder, 'program.ts');
  const lines = doors.map(
    ([door], index) => `import * as door${index} from '${manifest.name}${door.slice(1)}';`,
  );
  writeFileSync(
    program,
    `${lines.join('\n')}\nexport { ${doors.map((_, index) => `door${index}`).join(', ')} };\n`,
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, how] of Object.entries(consumers)) {
    const typeRoots = [join(folder, 'node_modules/@types')];
    const options = { ...how, target: ts.ScriptTarget.ES2022, types, typeRoots, strict: true, noEmit: true };
    const found = ts.getPreEmitDiagnostics(ts.createProgram([program], options));
    if (found.length > 0) {
      const host = {
        getCanonicalFileName: String,
        getCurrentDirectory: () => folder,
        getNewLine: () => '\n',
      };
      problems.push(`types: ${manifest.name} as ${name}:\n${ts.formatDiagnostics(found, host)}`);
    }
  }
}

for (const folder of ['sdk', 'mock-server']) {
  const temporary = mkdtempSync(join(tmpdir(), 'packages-'));
  try {
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    for (const [door, { types } = {}] of Object.entries(manifest.exports)) {
      if (types !== undefined) reportOn(folder, manifest, door, types, temporary);
    }
    const tarball = pack(folder, temporary);
    await checkTarball(manifest, tarball);
    checkConsumers(folder, manifest, tarball, temporary, folder === 'sdk' ? [] : ['node']);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readText = (name: string) => readFileSync(join(root, name), 'utf8');
const needs = ['bash', 'curl', 'timeout', 'git'].filter(
  (program) => spawnSync(program, ['--version']).status !== 0,
);
if (needs.length > 0)
  process.stderr.write(`skipped: the packages elsewhere (there is no ${needs.join(', ')} here)\n`);

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
}
interface Job {
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const [, workflow = ''] = /```yaml\n([^]*?)```/.exec(readText('mock-server/guides/tests.md')) ?? [];
const { jobs } = parse(workflow) as { jobs: { test: Job } };
const { env: jobEnv, steps } = jobs.test;

const PRINT = `import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { startMockHost } from 'epson-connect-mock';

const sample = new URL('node_modules/epson-connect-mock/sample.pdf', import.meta.url);
const options = { job_name: 'elsewhere', print_mode: 'document' };
const job = await new EpsonConnect().print(await fileDocument(sample), options);
console.log('printed by the mock of the job', job.id);

const host = await startMockHost();
await new EpsonConnect({ ...host.credentials, baseUrl: host.url }).print(await fileDocument(sample), options);
for (const path of ['ui/', 'ui/main.js', 'ui/pdf.worker.js', 'docs/', 'docs/v2/', 'docs/control/', 'openapi/v1.yaml', 'openapi/v2.yaml', 'openapi/control.json'])
  if (!(await fetch(host.url + '/_mock/' + path)).ok) throw new Error(path + ' is not in the package');
console.log('and by', host.control.jobs()[0].job_name);
await host.close();
`;

/** Settings of npm: packages in its cache are not downloaded again. */
const NPM = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
/** The variables of whoever runs the tests, without what npm and Vitest add for them. */
const ENV = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|EPSON_|VITEST|NODE_OPTIONS)/.test(name)),
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.skipIf(needs.length > 0)('the packages, in a project of another repository', () => {
  let folder: string;
  let project: string;
  /** The reason why they cannot be installed here; undefined if they can. */
  let missing: string | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-elsewhere-'));
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: { pack: string } };
    const built = ['sdk/dist/index.js', 'mock-server/dist/bin.js', 'mock-server/docs/openapi/v1.yaml'];
    // The gates have just built it, and other tests use it; a test that runs alone builds it itself.
    const isBuilt = built.every((name) => existsSync(join(root, name)));
    const steps = scripts.pack
      .split(' && ')
      .slice(isBuilt ? 1 : 0)
      .join(' && ');
    expect(scripts.pack).toMatch(/^npm run --silent build && /);
    const tarballs = join(folder, 'clone', 'tarballs');
    execFileSync('sh', ['-ec', steps.replaceAll('tarballs', tarballs)], { cwd: root, stdio: 'pipe' });

    const first = join(folder, 'first');
    mkdirSync(first);
    writeFileSync(
      join(first, 'package.json'),
      '{ "private": true, "type": "module", "scripts": { "test": "node print.js" } }\n',
    );
    writeFileSync(join(first, 'print.js'), PRINT);
    const [, recipe = ''] = /<!-- run: vendor -->\s*```sh\n([^]*?)```/.exec(readText('README.md')) ?? [];
    const { status, stderr } = spawnSync('sh', ['-ec', `git init -q\n${recipe}`], {
      cwd: first,
      env: { ...ENV, ...NPM, CLONE: join(folder, 'clone') },
      encoding: 'utf8',
    });
    if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED/.test(stderr)) {
      missing = 'npm reaches no registry and has not kept the dependencies of the packages';
      process.stderr.write(`skipped: the packages elsewhere (${missing})\n`);
      return;
    }
    expect(status, stderr).toBe(0);
    // Another machine has what was committed, and nothing else.
    project = join(folder, 'second');
    cpSync(first, project, { recursive: true, filter: (name) => !/node_modules|\.git/.test(name) });
    for (const gone of ['first', 'clone']) rmSync(join(folder, gone), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs steps of the job as GitHub Actions does, each in a shell of its own, up to the first that fails. */
  async function runJob(
    port: number,
    change = (run: string) => run,
  ): Promise<{ failed?: string; output: string }> {
    const env = { ...ENV, ...NPM, ...jobEnv, EPSON_CONNECT_API_BASE_URL: `http://127.0.0.1:${port}` };
    let [output, failed]: [string, string | undefined] = ['', undefined];
    for (const { name, run, if: condition } of steps) {
      if (run === undefined || (condition === 'failure()') !== (failed !== undefined)) continue;
      const script = change(run.replace('epson-connect-mock --', `epson-connect-mock --port ${port} --`));
      const shell = spawn('bash', ['-e', '-c', script], { cwd: project, env, detached: true });
      onTestFinished(() => {
        try {
          process.kill(-(shell.pid ?? 0), 'SIGTERM');
        } catch {
          // All of it is gone already.
        }
      });
      for (const stream of [shell.stdout, shell.stderr])
        stream.on('data', (chunk) => (output += String(chunk)));
      const [code] = (await once(shell, 'exit')) as [number | null];
      if (code !== 0) failed ??= name ?? run;
    }
    return { ...(failed === undefined ? {} : { failed }), output };
  }

  it('are installed from what was committed, and print in the job of the README', async ({ skip }) => {
    skip(missing !== undefined, missing);
    const { failed, output } = await runJob(await freePort());
    expect(failed, output).toBeUndefined();
    expect(output).toMatch(/printed by the mock of the job [0-9a-f]{32}\nand by elsewhere/);
    for (const name of ['epson-connect-sdk', 'epson-connect-mock']) {
      const installed = join(project, 'node_modules', name);
      expect(lstatSync(installed).isSymbolicLink()).toBe(false);
      expect(readdirSync(installed)).toContain('README.md');
    }
    const manifest = readFileSync(join(project, 'package.json'), 'utf8');
    expect(manifest).toContain('"file:vendor/epson-connect-sdk-0.1.0.tgz"');
    expect(readFileSync(join(project, 'package-lock.json'), 'utf8')).not.toContain(folder);
  });

  it('end a wait for a mock that does not start, and show its log', async ({ skip }) => {
    skip(missing !== undefined, missing);
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    other.on('connection', (socket) => socket.destroy());
    // It is known to have ended before the wait for it begins.
    const { failed, output } = await runJob(port, (run) =>
      run === 'npm ci' && existsSync(join(project, 'node_modules'))
        ? 'true'
        : run.replace('&\n', '& wait $! || true\n').replace('timeout 30', 'timeout 1'),
    );
    expect(failed).toBe('Start the mock');
    expect(output).toMatch(/port \d+ .*is taken/);
  });
});

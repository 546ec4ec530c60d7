import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { example, userText } from '../support/description/pages.js';
import { runProgram } from '../support/processes/programs.js';

const folder = fileURLToPath(new URL('../examples/recipes/', import.meta.url));
const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));
const bin = (name: string, file: string) =>
  fileURLToPath(new URL(`../node_modules/${name}/${file}`, import.meta.url));

/** A copy of a recipe in a folder of its own with an `invoice.pdf`, below this package so that it finds the workspace's packages. */
async function copyOf(name: string, as: string): Promise<string> {
  const own = await mkdtemp(join(dirname(fileURLToPath(import.meta.url)), '.readme-'));
  onTestFinished(() => rm(own, { recursive: true, force: true }));
  await copyFile(join(folder, name), join(own, as));
  await copyFile(sample, join(own, 'invoice.pdf'));
  return own;
}

describe('the recipes', () => {
  it.each([
    'vitest.example.ts',
    'trouble.example.ts',
    'trouble.sh',
    'jest.example.mjs',
    'node.example.mjs',
    'example.py',
    'example.php',
    'example.sh',
  ])('stand in the guide as they are tested: %s', async (name) => {
    expect(userText).toContain((await readFile(join(folder, name), 'utf8')).trim());
  });

  it.each(['vitest.example.ts', 'trouble.example.ts'])('work in vitest: %s', async (name) => {
    const own = await copyOf(name, 'recipe.test.ts');
    await writeFile(join(own, 'vitest.config.mjs'), 'export default {};');
    const { code, output } = await runProgram(
      process.execPath,
      [bin('vitest', 'vitest.mjs'), 'run', '--root', own, '--config', join(own, 'vitest.config.mjs')],
      { cwd: own, env: { ...process.env, VITEST: undefined } },
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/1 passed/);
  });

  it('work in jest, with its modules switched on', async () => {
    const own = await copyOf('jest.example.mjs', 'recipe.test.mjs');
    const config = JSON.stringify({
      rootDir: own,
      transform: {},
      testMatch: ['**/*.test.mjs'],
      testPathIgnorePatterns: [],
    });
    const { code, output } = await runProgram(
      process.execPath,
      ['--experimental-vm-modules', bin('jest', 'bin/jest.js'), '--config', config, '--watchman=false'],
      { cwd: own },
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/1 passed/);
  });

  it("work in Node's own test runner", async () => {
    const own = await copyOf('node.example.mjs', 'recipe.test.mjs');
    const { code, output } = await runProgram(process.execPath, ['--test', 'recipe.test.mjs'], {
      cwd: own,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    expect(code, output).toBe(0);
    expect(output).toMatch(/pass 1/);
  });

  const programs = {
    python: [example('python'), 'print.py', 'python3 print.py'],
    php: [example('php'), 'print.php', 'php print.php'],
  } as const;

  for (const [name, command, language] of [
    ['example.py', 'python3', 'python'],
    ['example.php', 'php', 'php'],
    ['example.sh', 'sh', 'python'],
    ['trouble.sh', 'sh', 'python'],
  ] as const) {
    const [source, file, program] = programs[language];
    const needed = command === 'sh' ? ['curl', 'python3'] : [command];
    const missing = needed.filter((each) => spawnSync(each, ['--version']).status !== 0);
    if (missing.length > 0)
      process.stderr.write(`skipped: the recipe ${name} (there is no ${missing.join(', ')} here)\n`);

    const run = async (host: RunningMockHost, change = (text: string) => text) => {
      const own = await copyOf(name, name);
      await writeFile(join(own, file), change(source));
      const env = { ...process.env, EPSON_CONNECT_API_BASE_URL: host.url, PROGRAM_UNDER_TEST: program };
      return runProgram(command, [name], { cwd: own, env });
    };

    it.skipIf(missing.length > 0)(`work in ${command}, with the program of a page: ${name}`, async () => {
      await using host = await startMockHost();
      const { code, output } = await run(host);
      expect(code, output).toBe(0);
      expect(host.control.jobs()).toMatchObject([{ job_name: 'invoice-17', status: 'completed' }]);
      expect(host.control.faults.all().map(({ struck }) => struck)).toEqual(
        name === 'example.php' ? [1] : [],
      );
      if (name === 'trouble.sh')
        expect(output).toMatch(/"status":"processing_stopped","status_reason":"media_jam"/);
    });

    it.skipIf(missing.length > 0)(
      `fail in ${command} when the program does not print it: ${name}`,
      async () => {
        await using host = await startMockHost();
        const { code, output } = await run(host, (text) =>
          name === 'trouble.sh' ? '' : text.replaceAll('invoice-17', 'invoice-18'),
        );
        expect(code, output).not.toBe(0);
        if (name !== 'trouble.sh') expect(host.control.jobs()).toMatchObject([{ job_name: 'invoice-18' }]);
      },
    );
  }
});

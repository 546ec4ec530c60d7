import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';

const mock = fileURLToPath(new URL('../../mock-server', import.meta.url));

/** Runs the command; no variable of this machine's counts. */
function printedConfig(...args: string[]): Record<string, unknown> {
  const argv = [builtCommand(), ...args, '--print-config'];
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('EPSON_MOCK_'));
  const env = Object.fromEntries(others);
  return JSON.parse(
    execFileSync(process.execPath, argv, {
      cwd: mock,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    }),
  );
}

it('what --print-config prints is valid by the schema that editors use, and a slip in it is not', () => {
  const schema = JSON.parse(readFileSync(`${mock}/config.schema.json`, 'utf8'));
  const ajv = new Ajv({ strict: false, formats: { email: true } });
  const validate = ajv.compile(schema);
  const config = printedConfig(
    ...[
      '--port',
      '0',
      '--calls-per-minute',
      'off',
      '--tls',
      '--pace',
      'real',
      '--limit-bytes-document',
      '2MiB',
    ],
    ...['--faults', '{"operation":"getDevice","status":503,"times":null}', '--assume', 'slow-storage=off'],
    ...['--printers', 'a@print.epsonconnect.com', '--capability', 'photo', '--data-dir', 'data'],
  );
  validate(config);
  expect(validate.errors).toBeNull();
  for (const slip of [
    { prot: 1 },
    { port: 70_000 },
    { pace: 'warp' },
    { assume: { gravity: 'off' } },
    { 'limits-idle-ms': '5 hours' },
  ]) {
    expect(validate({ ...config, ...slip }), JSON.stringify(slip)).toBe(false);
  }
});

it('what --print-config prints is read back by the command as it runs from its source', () => {
  const folder = newFolder();
  const file = join(folder, 'config.json');
  const config = printedConfig('--port', '0', '--pace', 'real', '--assume', 'slow-storage=off');
  writeFileSync(file, `// with a comment\n${JSON.stringify(config)}`);
  expect(printedConfig('--config', file)).toEqual(config);
});

import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { OPENAPI } from '../support/description/description.js';
import { runProgram } from '../support/processes/programs.js';

const redocly = fileURLToPath(new URL('../../openapi/node_modules/@redocly/cli/bin/cli.js', import.meta.url));
const respect = (url: string, workflow = 'print') => {
  const args = [
    redocly,
    'respect',
    `v1/workflows/${workflow}.arazzo.yaml`,
    '--server',
    `epson-connect=${url}`,
  ];
  return runProgram(process.execPath, args, {
    cwd: OPENAPI,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
};

describe('the workflow of the four steps', () => {
  it('runs against the mock', async () => {
    await using host = await startMockHost();
    const { code, output } = await respect(host.url);
    expect(code, output).toBe(0);
    const path = host.control.jobs()[0]?.document?.path ?? '';
    expect(readFileSync(path)).toEqual(readFileSync(`${OPENAPI}examples/sample.pdf`));
  });

  it('follows the job to its end', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const { code, output } = await respect(host.url, 'follow');
    expect(code, output).toBe(0);
    expect(host.control.jobs()).toMatchObject([{ status: 'completed', status_reason: '' }]);
  });

  it('fails when a step does', async () => {
    await using host = await startMockHost({ faults: [{ operation: 'executePrint', status: 503 }] });
    const { code, output } = await respect(host.url);
    expect(code, output).toBe(1);
  });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMockHost, type Exchange } from 'epson-connect-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStacks, fivePages, printWith } from './print-with.js';
import { printedOnce, seenBy } from './seen.js';

const document = await readFile(fivePages);

describe('over HTTPS', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  for (const stack of findStacks('printing over HTTPS')) {
    it.skipIf(stack.runner === undefined)(`${stack.name} prints once it trusts the CA`, async () => {
      const exchanges: Exchange[] = [];
      await using host = await startMockHost({
        pace: 'instant',
        tls: { caDir: join(folder, 'ca') },
        onExchange: (exchange) => exchanges.push(exchange),
      });
      const { url = '', caFile = '' } = host.https ?? {};
      const given = await stack.trust(caFile, folder);
      const { code, output } = await printWith(stack, { url, credentials: host.credentials, ...given });
      expect(code, output).toBe(0);
      expect(output).toContain(`printed as job ${host.control.jobs()[0]?.id}\n`);
      expect(await seenBy(host, exchanges)).toEqual(printedOnce(stack, document));
    });
  }
});

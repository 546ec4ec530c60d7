import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const eslint = new ESLint({
  cwd,
  overrideConfigFile: fileURLToPath(new URL('../eslint.config.js', import.meta.url)),
  // The snippets lie in no project, so they are read without types.
  overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
});

/** Names of the rules that refuse this text in this file. */
async function refusals(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: `${cwd}/${filePath}` });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

const doors = 'kit/rooms';
const global = 'no-restricted-globals';
const syntax = 'no-restricted-syntax';

describe('the import law refuses', () => {
  it.each([
    ['a lower room of the SDK that imports a higher', 'sdk/src/auth/x.ts', "import '../client.js';", doors],
    ['a higher room reached by a type', 'sdk/src/http/x.ts', "export type { A } from '../print.js';", doors],
    ['a higher room reached by import()', 'sdk/src/auth/x.ts', "await import('../upload/a.js');", doors],
    ['a higher room named in a type', 'sdk/src/errors/x.ts', "type A = import('../jobs.js').A;", doors],
    ['Node in the main door of the SDK', 'sdk/src/upload/x.ts', "import 'node:fs';", doors],
    ['a CLI of the SDK that goes round its doors', 'sdk/src/cli/x.ts', "import '../print.js';", doors],
    ['an SDK that imports the mock', 'sdk/src/print.ts', "import 'epson-connect-mock';", doors],
    [
      'a unit test of the SDK that imports the mock',
      'sdk/src/a.test.ts',
      "import 'epson-connect-mock';",
      doors,
    ],
    ['a mock that imports the SDK', 'mock-server/src/rules/x.ts', "import 'epson-connect-sdk';", doors],
    [
      'an SDK that reaches into the mock',
      'sdk/src/x.ts',
      "import '../../mock-server/src/host/app.js';",
      doors,
    ],
    ['a domain that imports a route', 'mock-server/src/epson/domain/x.ts', "import '../v1/x.js';", doors],
    [
      'documents that import the domain',
      'mock-server/src/documents/x.ts',
      "import '../epson/domain/world.js';",
      doors,
    ],
    ['a domain that knows Express', 'mock-server/src/epson/domain/x.ts', "import 'express';", doors],
    ['a domain that knows HTTP', 'mock-server/src/epson/domain/x.ts', "import 'node:http';", doors],
    [
      'a domain that draws its own numbers',
      'mock-server/src/epson/domain/x.ts',
      "import 'node:crypto';",
      doors,
    ],
    [
      'a version of the API that imports the other one',
      'mock-server/src/epson/v2/x.ts',
      "import '../v1/words.js';",
      doors,
    ],
    ['a route that imports the host', 'mock-server/src/epson/v1/x.ts', "import '../../host/app.js';", doors],
    ['a test that reaches into the SDK', 'test/journeys/x.ts', "import '../../sdk/src/print.js';", doors],
    ['a test that opens no public door', 'test/x.ts', "import 'epson-connect-sdk/dist/print.js';", doors],
    ['an SDK that rests on its tests', 'sdk/src/print.ts', "import './test/host.js';", doors],
    [
      'a page that imports the host of the mock',
      'mock-server/ui/src/x.ts',
      "import '../../src/control/view.js';",
      doors,
    ],
    ['a page that imports Node', 'mock-server/ui/src/x.ts', "import 'node:fs';", doors],
    ['a page that imports the SDK', 'mock-server/ui/src/x.ts', "import 'epson-connect-sdk';", doors],
    ['a mock that imports its page', 'mock-server/src/control/x.ts', "import '../../ui/src/curl.js';", doors],
    [
      'a test that reaches into the page',
      'test/browser/x.ts',
      "import '../../mock-server/ui/src/curl.js';",
      doors,
    ],
    ['a room without a floor', 'sdk/src/utils/x.ts', 'export {};', doors],
    ['code of the SDK that is loaded late', 'sdk/src/cli/x.ts', "await import('../index.js');", syntax],
    ['an environment read outside options.ts', 'sdk/src/cli/x.ts', 'process.env.A;', syntax],
    ['an environment reached through globalThis', 'sdk/src/print.ts', 'globalThis.process.env;', syntax],
    ['Node globals in the main door', 'sdk/src/print.ts', 'Buffer.from([]);', global],
    ['a console in the SDK', 'sdk/src/print.ts', "console.log('');", 'no-console'],
    ['a domain that asks the real time', 'mock-server/src/epson/domain/x.ts', 'Date.now();', syntax],
    ['a domain that makes a date of now', 'mock-server/src/epson/domain/x.ts', 'new Date();', syntax],
    ['a domain that rolls dice', 'mock-server/src/epson/domain/x.ts', 'Math.random();', syntax],
    ['a domain that sleeps', 'mock-server/src/epson/domain/x.ts', 'setTimeout(() => {}, 1);', global],
    ['a test without an assertion', 'test/x.test.ts', "it('works', () => { work(); });", 'kit/assertions'],
    ['a test alone', 'sdk/src/x.test.ts', "it.only('a', () => expect(1));", 'kit/every-test-runs'],
    ['a comment without a verb', 'test/x.ts', '/** What a host knows. */', 'kit/comments'],
    ['a line of comment without a verb', 'sdk/src/print.ts', '// Whether it prints.', 'kit/comments'],
    ['a group switched off', 'test/x.test.ts', "describe.skip('a', () => {});", 'kit/every-test-runs'],
  ])('%s', async (_, filePath, text, rule) => {
    expect(await refusals(filePath, text)).toContain(rule);
  });
});

describe('the import law allows', () => {
  it.each([
    ['a higher room of the SDK that imports a lower', 'sdk/src/client.ts', "import './auth/token.js';"],
    ['Node in the second door', 'sdk/src/node/x.ts', "import 'node:fs';"],
    ['the environment in options.ts', 'sdk/src/options.ts', 'export const env = globalThis.process?.env;'],
    ['the CLI through the doors', 'sdk/src/cli/x.ts', "import '../index.js'; import '../node/index.js';"],
    [
      'a page the types of the control API',
      'mock-server/ui/src/x.ts',
      "import type { paths } from '../../src/generated/mock-control.js'; export type A = paths;",
    ],
    [
      'a test of the page the mock and Node',
      'mock-server/ui/src/x.test.ts',
      "import '../../src/index.js'; import 'node:fs';",
    ],
    [
      'a unit test its own package and Node',
      'sdk/src/http/x.test.ts',
      "import 'node:fs'; import '../client.js';",
    ],
    ['a clock in its one place', 'mock-server/src/epson/domain/clock.ts', 'export const now = Date.now();'],
    ['a given moment in the domain', 'mock-server/src/epson/domain/x.ts', 'export const a = new Date(0);'],
    ['the domain its store', 'mock-server/src/epson/domain/world.ts', "import '../../documents/memory.js';"],
    [
      'a test through the public doors',
      'test/x.ts',
      "import 'epson-connect-sdk/node'; import 'epson-connect-mock';",
    ],
    [
      'a test of a table with an assertion',
      'test/x.test.ts',
      "it.each([1])('%i', (n) => expect(n).toBe(1));",
    ],
    ['a call of something else named test', 'test/x.ts', 'test.send(() => 1);'],
    ['a comment that begins with a verb', 'test/x.ts', '/** Returns what a host knows. */'],
    ['a comment whose second line goes on', 'test/x.ts', '// The host says\n// what it knows.'],
    ['a test skipped where it cannot run', 'test/x.test.ts', "it.skipIf(windows)('a', () => expectIt());"],
  ])('%s', async (_, filePath, text) => {
    expect(await refusals(filePath, text)).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { listFiles, readText, root } from './repository.js';

/** A code block of a page. */
interface Block {
  /** The page and the line. */
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** Declarations of the names that the texts before a block have introduced. */
const AT_HAND = `
  import type * as sdk from 'epson-connect-sdk';
  import type { PrintDocument, PrintJob, PrintSetting } from 'epson-connect-sdk';
  import type * as mock from 'epson-connect-mock';
  declare global {
    const EpsonConnect: typeof sdk.EpsonConnect;
    const epson: sdk.EpsonConnect;
    const document: PrintDocument;
    const bytes: Uint8Array<ArrayBuffer>;
    const job: PrintJob;
    const print_setting: PrintSetting;
    const controller: AbortController;
    const request: { readonly body: unknown; readonly url: string };
    const measure: (...values: unknown[]) => void;
    const keep: (response: unknown) => void;
    const startMockHost: typeof mock.startMockHost;
    const ForbiddenError: typeof sdk.ForbiddenError;
    const clientId: string, clientSecret: string, printerEmail: string, device_id: string;
  }
`;

/** The same for the blocks of version 2, in the guide to it. */
const AT_HAND_V2 = `
  import type * as sdk from 'epson-connect-sdk/v2';
  declare global {
    const epson: sdk.EpsonConnectV2;
    const document: sdk.PrintDocument;
    const job: sdk.PrintJob;
    const request: { readonly body: unknown; readonly url: string };
    const response: { redirect(url: string): void };
    const session: { asked?: { state: string; codeVerifier: string } };
    const tokenStore: sdk.TokenStore;
    const ForbiddenError: typeof sdk.ForbiddenError;
    const ReauthorizationRequiredError: typeof sdk.ReauthorizationRequiredError;
    const clientId: string, clientSecret: string, apiKey: string, redirectUri: string;
  }
`;

const isOfVersion2 = ({ where, code }: Block) =>
  where.startsWith('sdk/guides/version-2.md:') && !code.startsWith('// version 1\n');

/** Those that are generated are not for readers of the product. */
const blocks = listFiles()
  .filter((name) => name.endsWith('.md') && !name.startsWith('test/'))
  .flatMap((name) => {
    const text = readText(name);
    return [...text.matchAll(/^( *)```(.*)\n([^]*?)^ *```$/gm)].map(
      ({ 1: indent = '', 2: language = '', 3: code = '', index }): Block => ({
        where: `${name}:${text.slice(0, index).split('\n').length}`,
        language,
        code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      }),
    );
  });

/** The blocks of some languages, none of which may be without one. */
const inLanguages = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

/** Compiles blocks as files beside this one, with declarations. @returns what the compiler says of each */
function compile(given: readonly Block[], declarations: string): Map<string, string[]> {
  const folder = join(root, 'test/guards/');
  const files = new Map(
    given.map(({ where, language, code }) => [
      join(folder, `.block-${where.replaceAll(/\W/g, '-')}.${language}`),
      { where, text: `${code}\nexport {};\n` },
    ]),
  );
  const atHand = join(folder, '.at-hand.d.ts');
  const { config } = ts.readConfigFile(join(root, 'test/tsconfig.json'), ts.sys.readFile) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'test'));
  Object.assign(options, {
    allowJs: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    declaration: false,
    declarationMap: false,
    // The types of Node, wherever the tests were started.
    typeRoots: [join(root, 'test/node_modules/@types')],
  });
  // `document` is the reader's, not a page's.
  options.lib = (options.lib ?? []).filter((name) => !name.includes('dom'));
  const host = ts.createCompilerHost(options);
  const textOf = (path: string) => (path === atHand ? declarations : files.get(path)?.text);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (path) => textOf(path) ?? readFile(path);
  host.fileExists = (path) => textOf(path) !== undefined || fileExists(path);
  host.getSourceFile = (path, how, ...rest) => {
    const text = textOf(path);
    return text === undefined ? getSourceFile(path, how, ...rest) : ts.createSourceFile(path, text, how);
  };
  const program = ts.createProgram([atHand, ...files.keys()], options, host);
  const found = new Map<string, string[]>();
  for (const [path, { where }] of files) {
    const source = program.getSourceFile(path);
    const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    found.set(
      where,
      said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    );
  }
  return found;
}

/** A program that reads a block from standard input and says whether its language has such a text. */
const READERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  sh: ['bash', '-n'],
  python: ['python3', '-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
  php: ['php', '-l'],
};

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  json: (text) => JSON.parse(text) as unknown,
  jsonc: (text) => {
    const { error } = ts.parseConfigFileTextToJson('block.jsonc', text);
    if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, ' '));
  },
  yaml: (text) => {
    const [error] = parseDocument(text).errors;
    if (error !== undefined) throw error;
  },
};

describe('the code blocks of the pages', () => {
  it('are of a language that is looked at here, or outputs without one', () => {
    const known = ['', 'ts', 'js', ...Object.keys(READERS), ...Object.keys(PARSERS)];
    expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
    expect(inLanguages('ts').length).toBeGreaterThan(10);
  });

  it('compile, where they are TypeScript, and can be read, where they are JavaScript', () => {
    const given = inLanguages('ts', 'js');
    const ofVersion2 = given.filter(isOfVersion2);
    expect(ofVersion2.length).toBeGreaterThan(15);
    const others = given.filter((block) => !ofVersion2.includes(block));
    const found = [...compile(others, AT_HAND), ...compile(ofVersion2, AT_HAND_V2)];
    expect(found.filter(([, said]) => said.length > 0)).toEqual([]);
  });

  for (const [language, [command, ...args]] of Object.entries(READERS)) {
    const isMissing = spawnSync(command, ['--version']).status !== 0;
    if (isMissing)
      process.stderr.write(`skipped: the ${language} blocks of the pages (there is no ${command} here)\n`);
    it.skipIf(isMissing).each(inLanguages(language))(`are ${language}: $where`, ({ code }) => {
      const { status, stderr, stdout } = spawnSync(command, args, { input: code, encoding: 'utf8' });
      expect([status, stderr], stdout).toEqual([0, '']);
    });
  }

  it.each(inLanguages(...Object.keys(PARSERS)))('can be parsed: $where', ({ language, code }) => {
    expect(() => PARSERS[language]?.(code)).not.toThrow();
  });
});

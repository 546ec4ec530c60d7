import { join } from 'node:path';
import { build } from 'esbuild';
import { startMockHost } from 'epson-connect-mock';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { allOf, printedOn, withPrograms } from '../runtimes/prints.js';
import { chromium, preparePage } from '../support/processes/chromium.js';
import { projectWithSdk } from '../support/sdk/packed.js';

let project: ReturnType<typeof withPrograms>;
beforeAll(() => {
  project = withPrograms(projectWithSdk());
});
afterAll(() => project.remove());

/** A program of the project as a page gets it. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project.folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

const PRINTS = {
  1: `
  import * as sdk from 'epson-connect-sdk';
  import { printing } from './printing.mjs';
  tell(await printing(sdk, '1', OPTIONS));`,
  // The consent is a frame, which the host sends back to the page's own origin.
  2: `
  import * as sdk from 'epson-connect-sdk/v2';
  import { printing } from './printing.mjs';
  const consent = async (url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    return frame.contentWindow.location.href;
  };
  tell(await printing(sdk, '2', OPTIONS, {}, consent));`,
};

describe('a web page', () => {
  it.skipIf(chromium === undefined).each(['1', '2'] as const)(
    'prints every kind of document once in Chromium, by version %s',
    async (version) => {
      const page = await preparePage();
      const watched = printedOn();
      const host = await startMockHost({ ...watched.options, corsOrigins: [page.origin] });
      onTestFinished(() => host.close());
      const appOfPage = { ...host.credentialsV2, redirectUri: `${page.origin}/callback` };
      const credentials = version === '2' ? appOfPage : host.credentials;
      const options = JSON.stringify({ ...credentials, baseUrl: host.url });
      const told = await page.open(`const OPTIONS = ${options};${await bundled(PRINTS[version])}`);
      expect({ told, printed: watched.printed(host) }).toEqual(allOf(version));
    },
  );

  it.skipIf(chromium === undefined)(
    'is told that it gets no answer from a host that lets no page in',
    async () => {
      const page = await preparePage();
      const host = await startMockHost();
      onTestFinished(() => host.close());
      const options = JSON.stringify({ ...host.credentials, baseUrl: host.url, retries: 0 });
      const script = await bundled(`
      import { EpsonConnect } from 'epson-connect-sdk';
      const error = await new EpsonConnect(OPTIONS).authenticate().catch((error) => error);
      tell([error.name, error.code, error.step]);`);
      expect(await page.open(`const OPTIONS = ${options};${script}`)).toEqual([
        'ConnectionError',
        'connection_failed',
        'authenticate',
      ]);
    },
  );

  it('pays nothing for an import that it does not use', async () => {
    expect(await bundled(`import 'epson-connect-sdk';`)).toBe('');
    expect(await bundled(`import { EpsonConnect } from 'epson-connect-sdk';`)).toBe('');
    const { default: manifest } = (await import(join(project.sdk, 'package.json'), {
      with: { type: 'json' },
    })) as { default: { dependencies: object; sideEffects: boolean } };
    expect(manifest).toMatchObject({ sideEffects: false });
    expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
  });
});

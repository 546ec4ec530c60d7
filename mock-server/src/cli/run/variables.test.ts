import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Redirect } from './redirect.js';
import { credentialVariables, credentialVariablesV2, redirectVariables, withVariables } from './variables.js';

const redirect: Redirect = {
  proxy: '127.0.0.1:1234',
  https: '127.0.0.1:1235',
  bundle: '/t/bundle.pem',
  extra: '/t/extra.pem',
  javaStore: '/t/with blank/roots.jks',
  javaPassword: 'changeit',
  phpFolder: '/t/php',
  phpPrepend: '',
  nodePreload: '/t/node.cjs',
  pythonFolder: '/t/python',
};

describe('the variables of a redirect', () => {
  it('name the proxy in both spellings, and leave this machine alone', () => {
    const variables = redirectVariables(redirect, {});
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'])
      expect(variables[name]).toBe('http://127.0.0.1:1234');
    expect(variables['NO_PROXY']).toBe('localhost,127.0.0.1,::1');
    expect(variables['no_proxy']).toBe(variables['NO_PROXY']);
  });

  it("keep the user's exceptions of the proxy, but for Epson's names and the star for all", () => {
    const env = { NO_PROXY: '.intern, *,api.epsonconnect.com', no_proxy: '*.epsonconnect.com .com db' };
    expect(redirectVariables(redirect, env)['NO_PROXY']).toBe('localhost,127.0.0.1,::1,.intern,db');
    expect(redirectVariables(redirect, env)['JAVA_TOOL_OPTIONS']).toContain('[::1]|*.intern|db"');
  });

  it("keep the user's options of Node, Java, PHP and Python, and add nothing twice", () => {
    const own = {
      NODE_OPTIONS: '--no-warnings',
      JAVA_TOOL_OPTIONS: '-Xmx1g',
      PHP_INI_SCAN_DIR: '/mine',
      PYTHONPATH: '/lib',
    };
    const once = redirectVariables(redirect, own);
    expect(once['NODE_OPTIONS']).toBe('--no-warnings --require "/t/node.cjs"');
    expect(once['JAVA_TOOL_OPTIONS']).toMatch(
      /^-Xmx1g .*"-Djavax\.net\.ssl\.trustStore=\/t\/with blank\/roots\.jks"/,
    );
    expect(once['PHP_INI_SCAN_DIR']).toBe(`/mine${delimiter}/t/php`);
    expect(once['PYTHONPATH']).toBe(`/t/python${delimiter}/lib`);
    const { NODE_OPTIONS, JAVA_TOOL_OPTIONS, PYTHONPATH } = redirectVariables(redirect, once);
    expect({ NODE_OPTIONS, JAVA_TOOL_OPTIONS, PYTHONPATH }).toEqual({
      NODE_OPTIONS: once['NODE_OPTIONS'],
      JAVA_TOOL_OPTIONS: once['JAVA_TOOL_OPTIONS'],
      PYTHONPATH: once['PYTHONPATH'],
    });
  });

  it('write the path of the preload so that Node finds it, whatever is in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const awkward = join(folder, `a "b" \\ 'c' d`);
    mkdirSync(awkward);
    writeFileSync(join(awkward, 'node.cjs'), 'globalThis.isLoaded = true;');
    const { NODE_OPTIONS } = redirectVariables({ ...redirect, nodePreload: join(awkward, 'node.cjs') }, {});
    const { stdout, stderr } = spawnSync(process.execPath, ['-p', 'isLoaded'], {
      env: { ...process.env, NODE_OPTIONS },
      encoding: 'utf8',
    });
    expect(stdout, stderr).toBe('true\n');
  });

  it('stand in the environment of Windows once, whatever their case', () => {
    const env = withVariables(
      { Path: 'x', Http_Proxy: 'old' },
      { HTTP_PROXY: 'new', http_proxy: 'new' },
      'win32',
    );
    expect(env).toEqual({ Path: 'x', HTTP_PROXY: 'new' });
  });
});

describe('the credentials for a command', () => {
  const mock = { clientId: 'id', clientSecret: 'secret', printerEmail: 'p@print.epsonconnect.com' };

  it("are the mock's where there are none", () => {
    expect(credentialVariables(mock, {})).toEqual({
      EPSON_CONNECT_API_CLIENT_ID: 'id',
      EPSON_CONNECT_API_CLIENT_SECRET: 'secret',
      EPSON_CONNECT_API_PRINTER_EMAIL: 'p@print.epsonconnect.com',
    });
  });

  it("are the user's own where they are set, and never half of each", () => {
    const env = { EPSON_CONNECT_API_CLIENT_ID: 'mine', EPSON_CONNECT_API_PRINTER_EMAIL: 'own@example.com' };
    expect(credentialVariables(mock, env)).toEqual({});
  });
});

describe('the credentials of version 2', () => {
  const mock = {
    clientId: 'id',
    clientSecret: 'secret',
    apiKey: 'key',
    redirectUri: 'http://127.0.0.1:8381/x',
  };
  const all = {
    EPSON_CONNECT_API_VERSION: '2',
    EPSON_CONNECT_API_BASE_URL: 'http://127.0.0.1:1234',
    EPSON_CONNECT_API_CLIENT_ID: 'id',
    EPSON_CONNECT_API_CLIENT_SECRET: 'secret',
    EPSON_CONNECT_API_KEY: 'key',
    EPSON_CONNECT_API_REDIRECT_URI: 'http://127.0.0.1:8381/x',
  };

  it("are the mock's where there are none, with its address and the version", () => {
    expect(credentialVariablesV2(mock, 'http://127.0.0.1:1234', {})).toEqual(all);
    expect(credentialVariablesV2(mock, 'http://127.0.0.1:1234', { EPSON_CONNECT_API_KEY: '' })).toEqual(all);
  });

  it("are the user's own where they are set, and never in part", () => {
    const { EPSON_CONNECT_API_VERSION, EPSON_CONNECT_API_BASE_URL } = all;
    const env = { EPSON_CONNECT_API_KEY: 'mine', EPSON_CONNECT_API_REDIRECT_URI: 'https://own.example/' };
    const set = credentialVariablesV2(mock, 'http://127.0.0.1:1234', env);
    expect(set).toEqual({ EPSON_CONNECT_API_VERSION, EPSON_CONNECT_API_BASE_URL });
    const own = {
      EPSON_CONNECT_API_BASE_URL: 'https://api.epsonconnect.com',
      EPSON_CONNECT_API_VERSION: '1',
    };
    const others = credentialVariablesV2(mock, 'http://127.0.0.1:1234', own);
    expect(others).not.toHaveProperty('EPSON_CONNECT_API_BASE_URL');
    // The flag was given for this run.
    expect(others).toHaveProperty('EPSON_CONNECT_API_VERSION', '2');
  });
});

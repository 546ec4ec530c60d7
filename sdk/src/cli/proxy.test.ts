import { describe, expect, it } from 'vitest';
import { fakeProcess } from '../test/fake-process.js';
import { unusedProxy } from './proxy.js';

const HTTPS_PROXY = 'http://proxy.client.example:3128';

const warning = (
  env: NodeJS.ProcessEnv,
  { node = '20.19.0', baseUrl = 'https://api.test', execArgv = [] as string[] } = {},
) => unusedProxy({ env, versions: { ...process.versions, node } }, baseUrl, execArgv);

describe('a proxy of the environment', () => {
  it.each([
    ['20.19.0', {}, 'Node 24 or newer does, with NODE_USE_ENV_PROXY=1'],
    ['20.19.0', { NODE_USE_ENV_PROXY: '1' }, 'Node 24 or newer does'],
    ['22.20.0', {}, 'Node 24 or newer does'],
    ['22.21.0', {}, 'with NODE_USE_ENV_PROXY=1 it does'],
    ['24.0.0', {}, 'with NODE_USE_ENV_PROXY=1 it does'],
  ])('is told not to be used by Node %s with %j', (node, env, how) => {
    expect(warning({ HTTPS_PROXY, ...env }, { node })).toContain(how);
    expect(warning({ https_proxy: HTTPS_PROXY, ...env }, { node })).toMatch(/^https_proxy is not used: /);
  });

  it.each([
    ['there is none', {}, {}],
    ['it is for another scheme', { HTTP_PROXY: HTTPS_PROXY }, {}],
    ['it is used', { HTTPS_PROXY, NODE_USE_ENV_PROXY: '1' }, { node: '24.0.0' }],
    ['something was loaded before', { HTTPS_PROXY, NODE_OPTIONS: '--require "/a/b.cjs"' }, {}],
    ['something was loaded by a flag', { HTTPS_PROXY }, { execArgv: ['--import', '/a/b.mjs'] }],
    ['a flag lets it be used', { HTTPS_PROXY }, { execArgv: ['--use-env-proxy'] }],
    ['the host is this machine', { HTTP_PROXY: HTTPS_PROXY }, { baseUrl: 'http://127.0.0.1:8380' }],
    ['the host needs none', { HTTPS_PROXY, NO_PROXY: 'other, api.test' }, {}],
    ['the host needs none at its port', { HTTPS_PROXY, NO_PROXY: 'api.test:443' }, {}],
    ['the host needs none at its port, with a dot', { HTTPS_PROXY, NO_PROXY: 'other, .api.test:443' }, {}],
    [
      'the host needs none at the port of http',
      { HTTP_PROXY: HTTPS_PROXY, NO_PROXY: 'api.test:80' },
      { baseUrl: 'http://api.test' },
    ],
    [
      'the host needs none at a port of its own',
      { HTTPS_PROXY, NO_PROXY: 'api.test:8443' },
      { baseUrl: 'https://api.test:8443' },
    ],
    ['a domain needs none', { HTTPS_PROXY, no_proxy: '.test' }, {}],
    ['nobody needs one', { HTTPS_PROXY, NO_PROXY: '*' }, {}],
  ])('is not told of where %s', (_, env, more) => {
    expect(warning(env, more)).toBeUndefined();
  });

  it.each(['api.test:8443', 'api.test:80', 'xapi.test', 'pi.test'])(
    'is told of where NO_PROXY means another host: %s',
    (other) => {
      expect(warning({ HTTPS_PROXY, NO_PROXY: other })).toBeDefined();
    },
  );

  it('is told of in help', async () => {
    const { run, said } = fakeProcess();
    expect(await run(['--help'])).toBe(0);
    expect(said.out).toContain('NODE_USE_ENV_PROXY=1');
  });
});

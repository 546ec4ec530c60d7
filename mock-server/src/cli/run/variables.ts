import { delimiter } from 'node:path';
import type { MockCredentialsV2 } from '../../host/credentials.js';
import type { Redirect } from './redirect.js';

/** Names of this machine, on which local services stay reachable. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const EPSON = 'epsonconnect.com';

/** The client IDs and secrets that existing clients read from the environment. */
const CREDENTIALS = {
  clientId: 'EPSON_CONNECT_API_CLIENT_ID',
  clientSecret: 'EPSON_CONNECT_API_CLIENT_SECRET',
  printerEmail: 'EPSON_CONNECT_API_PRINTER_EMAIL',
} as const;

/**
 * Returns the variables that lead programs to the mock and make them trust it. Values of the user are kept if they can
 * be: options of Node and Java, PHP's folders, names that stay direct.
 */
export function redirectVariables(redirect: Redirect, env: NodeJS.ProcessEnv): Record<string, string> {
  const proxy = `http://${redirect.proxy}`;
  const direct = directNames(env);
  return {
    ...both('HTTPS_PROXY', proxy),
    ...both('HTTP_PROXY', proxy),
    ...both('NO_PROXY', direct.join(',')),
    SSL_CERT_FILE: redirect.bundle,
    CURL_CA_BUNDLE: redirect.bundle,
    REQUESTS_CA_BUNDLE: redirect.bundle,
    NODE_EXTRA_CA_CERTS: redirect.extra,
    DENO_CERT: redirect.extra,
    NODE_OPTIONS: nodeOptions(redirect, env['NODE_OPTIONS']),
    JAVA_TOOL_OPTIONS: javaOptions(redirect, env['JAVA_TOOL_OPTIONS'], direct),
    PHP_INI_SCAN_DIR: phpFolders(redirect, env['PHP_INI_SCAN_DIR']),
    PYTHONPATH: pythonPath(redirect, env['PYTHONPATH']),
    EPSON_CONNECT_MOCK_HTTP: redirect.proxy,
    EPSON_CONNECT_MOCK_HTTPS: redirect.https,
    EPSON_CONNECT_MOCK_CA: redirect.extra,
    EPSON_CONNECT_MOCK_PROXY: `tcp://${redirect.proxy}`,
    EPSON_CONNECT_MOCK_PHP_PREPEND: redirect.phpPrepend,
  };
}

/** Returns credentials for programs that read them from the environment. The user's own are kept. */
export function credentialVariables(
  credentials: Readonly<Record<keyof typeof CREDENTIALS, string>>,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const isSet = (name: string) => (env[name] ?? '') !== '';
  // An ID of the user's with a secret of the mock's would be a pair that nobody gave out.
  const pair = isSet(CREDENTIALS.clientId) || isSet(CREDENTIALS.clientSecret);
  return {
    ...(pair
      ? {}
      : {
          [CREDENTIALS.clientId]: credentials.clientId,
          [CREDENTIALS.clientSecret]: credentials.clientSecret,
        }),
    ...(isSet(CREDENTIALS.printerEmail) ? {} : { [CREDENTIALS.printerEmail]: credentials.printerEmail }),
  };
}

/**
 * Returns credentials of version 2, the address and the version for programs that read them from the environment. The user's
 * own are kept, but for the version.
 */
export function credentialVariablesV2(
  { clientId, clientSecret, apiKey, redirectUri }: MockCredentialsV2,
  baseUrl: string,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  // Parts of the user's app with parts of the mock's would be an app that nobody has.
  const app = {
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_KEY: apiKey,
  };
  const isOwnApp = Object.keys(app).some((name) => (env[name] ?? '') !== '');
  const others = {
    EPSON_CONNECT_API_BASE_URL: baseUrl,
    EPSON_CONNECT_API_REDIRECT_URI: redirectUri,
  };
  const unset = Object.entries(others).filter(([name]) => (env[name] ?? '') === '');
  return { EPSON_CONNECT_API_VERSION: '2', ...(isOwnApp ? {} : app), ...Object.fromEntries(unset) };
}

/** Returns the environment with the variables. On Windows, names in upper and lower case are the same variable. */
export function withVariables(
  env: NodeJS.ProcessEnv,
  variables: Readonly<Record<string, string>>,
  platform: NodeJS.Platform,
): NodeJS.ProcessEnv {
  if (platform !== 'win32') return { ...env, ...variables };
  const upper = new Map(Object.entries(variables).map(([name, value]) => [name.toUpperCase(), value]));
  const kept = Object.entries(env).filter(([name]) => !upper.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(upper) };
}

/** Sets a variable in upper and in lower case, because programs read one or the other. */
function both(name: string, value: string): Record<string, string> {
  return { [name]: value, [name.toLowerCase()]: value };
}

/** Returns loopback and the user's own names, without Epson's names and `*`, which would bypass the mock. */
function directNames(env: NodeJS.ProcessEnv): string[] {
  const own = `${env['NO_PROXY'] ?? ''},${env['no_proxy'] ?? ''}`
    .split(/[\s,]+/)
    .filter((name) => name !== '' && name !== '*' && !isEpsons(name));
  return [...new Set([...LOOPBACK, ...own])];
}

function isEpsons(name: string): boolean {
  const bare = name
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/:\d+$/, '');
  return bare === 'com' || bare === EPSON || bare.endsWith(`.${EPSON}`);
}

function nodeOptions(redirect: Redirect, own: string | undefined): string {
  const path = `"${redirect.nodePreload.replace(/["\\]/g, '\\$&')}"`;
  const added = `--require ${path}`;
  if (own === undefined || own.trim() === '') return added;
  return own.includes(added) ? own : `${own} ${added}`;
}

function javaOptions(redirect: Redirect, own: string | undefined, direct: readonly string[]): string {
  const [host, port] = splitAuthority(redirect.proxy);
  const properties = {
    'http.proxyHost': host,
    'http.proxyPort': port,
    'https.proxyHost': host,
    'https.proxyPort': port,
    'http.nonProxyHosts': direct.map(javaPattern).join('|'),
    'javax.net.ssl.trustStore': redirect.javaStore,
    'javax.net.ssl.trustStoreType': 'JKS',
    'javax.net.ssl.trustStorePassword': redirect.javaPassword,
  };
  const added = Object.entries(properties).map(([name, value]) => {
    const text = `-D${name}=${value}`;
    return /[\s'|]/.test(text) ? `"${text}"` : text;
  });
  const kept = added.reduce((text, option) => text.replace(option, ''), own ?? '').trim();
  // Java takes the last one of a property that stands there twice.
  return [...(kept === '' ? [] : [kept]), ...added].join(' ');
}

/** Returns a name of NO_PROXY as Java writes it. A leading dot means all names below it. */
function javaPattern(name: string): string {
  if (name.startsWith('.')) return `*${name}`;
  return name.includes(':') ? `[${name}]` : name;
}

function phpFolders(redirect: Redirect, own: string | undefined): string {
  // An empty place in the list stands for the folder that PHP was built with.
  return `${own ?? ''}${delimiter}${redirect.phpFolder}`;
}

/** Returns PYTHONPATH with our folder first, because Python loads the first sitecustomize; ours loads the next one. */
function pythonPath({ pythonFolder }: Redirect, own: string | undefined): string {
  const others = (own ?? '').split(delimiter).filter((path) => path !== '' && path !== pythonFolder);
  return [pythonFolder, ...others].join(delimiter);
}

function splitAuthority(authority: string): [string, string] {
  const colon = authority.lastIndexOf(':');
  return [authority.slice(0, colon).replace(/^\[|\]$/g, ''), authority.slice(colon + 1)];
}

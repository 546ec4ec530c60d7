import {
  detourByProperties,
  trustByStore,
  trustBySetting,
  detourByVariable,
  trustByVariable,
  type Detour,
  type Trust,
} from './trust.js';

/** A program in `programs/`, and what runs it. */
export interface Program {
  readonly name: string;
  readonly program: string;
  /** Words of the command before the program's file; the first runner that is installed and has its needs is used. */
  readonly runners: readonly (readonly [command: string, ...args: string[]])[];
  /** Arguments for the first word of a runner; it exits with 0 if the program can run. */
  readonly probe: readonly string[];
}

/** A way of speaking HTTP, and the program that prints with it. */
export interface Stack extends Program {
  readonly trust: Trust;
  /** Absent where a program has to be written for a proxy, and heeds no variable of its user's. */
  readonly detour?: Detour;
  /** The Connection header over plain HTTP; without one HTTP/1.1 keeps the connection. */
  readonly connection?: string;
  /** True if it writes the whole address where others write the path, and the same Host header in all of its calls. */
  readonly asTheGuide?: true;
  /** True if it ignores the origin of the upload URI, and sends the file to that of the API. */
  readonly ignoresUploadOrigin?: true;
  /** True if it sends `Expect: 100-continue` before a body of 1 MiB or more. */
  readonly asksFirst?: true;
  /** Settings of which its program says nothing. */
  readonly adds?: Readonly<Record<string, unknown>>;
  /** Rules of the warnings about a program that is served nevertheless. */
  readonly warnings?: readonly string[];
}

export const STACKS: readonly Stack[] = [
  {
    name: 'axios, by epson-connect-js',
    program: 'epson-connect-js.mjs',
    runners: [[process.execPath]],
    probe: ['--version'],
    trust: trustByVariable('NODE_EXTRA_CA_CERTS'),
    detour: detourByVariable('HTTPS_PROXY'),
    connection: 'keep-alive',
    ignoresUploadOrigin: true,
    // It writes these into every job, and one more under a name that the host does not know.
    adds: { reverse_order: false, collate: true },
    warnings: ['member-without-effect'],
  },
  {
    name: 'the fetch of Node',
    program: 'node-fetch.mjs',
    runners: [[process.execPath]],
    probe: ['--version'],
    trust: trustByVariable('NODE_EXTRA_CA_CERTS'),
    connection: 'keep-alive',
  },
  {
    name: "Python's urllib",
    program: 'print_urllib.py',
    runners: [['python3']],
    probe: ['-c', 'import ssl, urllib.request'],
    trust: trustByVariable('SSL_CERT_FILE'),
    detour: detourByVariable('HTTPS_PROXY'),
    connection: 'close',
  },
  {
    name: "Python's http.client",
    program: 'print_http_client.py',
    runners: [['python3']],
    probe: ['-c', 'import ssl, http.client'],
    trust: trustByVariable('SSL_CERT_FILE'),
  },
  {
    name: "Python's aiohttp",
    program: 'print_aiohttp.py',
    runners: [['/usr/bin/python3'], ['python3']],
    probe: ['-c', 'import aiohttp'],
    trust: trustByVariable('SSL_CERT_FILE'),
  },
  {
    name: "Python's httpx, trust_env=False",
    program: 'print_httpx.py',
    runners: [['/usr/bin/python3'], ['python3']],
    probe: ['-c', 'import httpx'],
    trust: trustByVariable('SSL_CERT_FILE'),
    connection: 'keep-alive',
  },
  {
    name: "Python's requests",
    program: 'print_requests.py',
    runners: [['/usr/bin/python3'], ['python3']],
    probe: ['-c', 'import requests'],
    trust: trustByVariable('REQUESTS_CA_BUNDLE'),
    detour: detourByVariable('HTTPS_PROXY'),
    connection: 'keep-alive',
  },
  {
    name: "PHP's streams",
    program: 'php-streams.php',
    runners: [['php']],
    probe: ['-r', 'exit(extension_loaded("openssl") ? 0 : 1);'],
    trust: trustBySetting('openssl.cafile'),
    connection: 'close',
    asTheGuide: true,
  },
  {
    name: "PHP's libcurl",
    program: 'php-libcurl.php',
    asksFirst: true,
    runners: [['php']],
    probe: ['-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
    trust: trustBySetting('curl.cainfo'),
    detour: detourByVariable('HTTPS_PROXY'),
  },
  {
    name: 'curl',
    program: 'curl.sh',
    asksFirst: true,
    runners: [['sh']],
    probe: ['-c', 'curl --version && sed --version </dev/null'],
    trust: trustByVariable('CURL_CA_BUNDLE'),
    detour: detourByVariable('HTTPS_PROXY'),
  },
  {
    name: "Java's java.net.http",
    program: 'Print.java',
    // One short program: the quickest compiler and one thread for the collector.
    runners: [['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']],
    probe: ['--list-modules'],
    trust: trustByStore,
    detour: detourByProperties,
    connection: 'Upgrade, HTTP2-Settings',
  },
  {
    name: "Ruby's Net::HTTP",
    program: 'net_http.rb',
    runners: [['ruby']],
    probe: ['--version'],
    trust: trustByVariable('SSL_CERT_FILE'),
    detour: detourByVariable('http_proxy'),
  },
  {
    name: "Go's net/http",
    program: 'print.go',
    runners: [['go', 'run']],
    probe: ['version'],
    trust: trustByVariable('SSL_CERT_FILE'),
    detour: detourByVariable('HTTPS_PROXY'),
  },
];

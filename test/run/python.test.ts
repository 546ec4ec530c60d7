import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { watch } from './watched.js';

const isMissing = spawnSync('python3', ['--version']).status !== 0;
if (isMissing) process.stderr.write('skipped: run with Python (there is no python3 here)\n');

const preload = fileURLToPath(new URL('../../mock-server/preload', import.meta.url));
const URL_OF_IT = 'https://api.epsonconnect.com/api/1/printing/printers/x';

/** A program of Python that asks without any proxy, and prints the status. */
const DIRECT = `
import http.client
connection = http.client.HTTPSConnection("api.epsonconnect.com", timeout=30)
connection.request("GET", "/api/1/printing/printers/x")
print(connection.getresponse().status)`;

/** A context that trusts nothing, as those of libraries that have a bundle of their own. */
const OWN_TRUST = `
import socket, ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
with socket.create_connection(("api.epsonconnect.com", 443)) as plain:
    with context.wrap_socket(plain, server_hostname="api.epsonconnect.com") as secure:
        secure.sendall(b"GET /api/1/printing/printers/x HTTP/1.1\\r\\nHost: api.epsonconnect.com\\r\\nConnection: close\\r\\n\\r\\n")
        print(secure.recv(12).decode())`;

/** A program that drops the port of the resolved address, as asyncio over anyio does. */
const BY_ADDRESS = `
import asyncio, socket
async def main():
    loop = asyncio.get_running_loop()
    [(*_, address), *_] = await loop.getaddrinfo("www.epsonconnect.com", 443, type=socket.SOCK_STREAM)
    reader, writer = await asyncio.open_connection(address[0], 443, ssl=True, server_hostname="www.epsonconnect.com")
    writer.write(b"GET /api/1/printing/printers/x HTTP/1.0\\r\\nHost: www.epsonconnect.com\\r\\n\\r\\n")
    print((await reader.read(12)).decode())
asyncio.run(main())`;

const flags = ['--allow', 'bearer-missing'];

describe.skipIf(isMissing)('a Python program that heeds no proxy variables, run behind the mock', () => {
  it.each([
    ['http.client', DIRECT, '401\n'],
    ['a TLS context of its own', OWN_TRUST, 'HTTP/1.1 401\n'],
    ['an address that was resolved before', BY_ADDRESS, 'HTTP/1.1 401\n'],
  ])('reaches it by %s', async (_what, source, output) => {
    const { code, stdout, stderr } = await watch(['python3', '-c', source.trim()], { flags });
    expect(stdout, stderr).toBe(output);
    expect(stderr).toContain(`FAIL GET ${new URL(URL_OF_IT).pathname}  401`);
    expect(code, stderr).toBe(0);
  });

  it("reaches it by each of Epson's names, and trusts it there", async () => {
    const each = ['auth', 'upload', 'dummy-api'].map((name) =>
      DIRECT.replace('api.epsonconnect.com', `${name}.epsonconnect.com`).trim(),
    );
    const { stdout, stderr } = await watch(['python3', '-c', each.join('\n')], { flags });
    expect(stdout, stderr).toBe('401\n401\n401\n');
  });

  it("still loads the user's own sitecustomize, and finds it under its name", async () => {
    const own = newFolder();
    writeFileSync(join(own, 'sitecustomize.py'), 'ANSWER = 42\n');
    const source = `import sitecustomize, sys\nprint(sitecustomize.ANSWER, "socket" in sys.modules)${DIRECT}`;
    const { stdout, stderr } = await watch(['python3', '-c', source], { flags, env: { PYTHONPATH: own } });
    expect(stdout, stderr).toBe('42 False\n401\n');
  });

  it('leaves other names and ports alone', async () => {
    const source = `
import socket
print(socket.getaddrinfo("127.0.0.1", 443, type=socket.SOCK_STREAM)[0][4])
print(socket.gethostbyname("127.0.0.2"))`;
    const { stdout, stderr } = await watch(['python3', '-c', source.trim()]);
    expect(stdout, stderr).toBe("('127.0.0.1', 443)\n127.0.0.2\n");
  });

  it('changes nothing where the variables of the mock are not set', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'cache'));
    const source =
      'import socket, ssl; print(socket.getaddrinfo.__module__, "connect" in vars(socket.socket), ssl.SSLContext.wrap_socket.__module__)';
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PYTHONPATH: preload,
      PYTHONPYCACHEPREFIX: join(folder, 'cache'),
    };
    const { stdout, stderr } = spawnSync('python3', ['-c', source], { env, encoding: 'utf8' });
    expect(stdout, stderr).toBe('socket False ssl\n');
  });
});

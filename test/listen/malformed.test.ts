import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client } from '../support/mock/client.js';
import { dial } from '../support/http/sockets.js';

const TOKEN = '/api/1/printing/oauth2/auth/token?subject=printer';

/** A host, a caller with a job that waits for its file, and its four calls as they stand in a request line. */
async function scene() {
  const host = await startMockHost();
  onTestFinished(() => host.close());
  const client = new Client(host);
  const caller = await client.authenticate();
  const job = await client.job(caller);
  const upload = new URL(`${job.upload_uri}&File=1.pdf`);
  const jobs = `/api/1/printing/printers/${caller.deviceId}/jobs`;
  const targets = {
    authenticate: TOKEN,
    createPrintJob: jobs,
    uploadPrintFile: upload.pathname + upload.search,
    executePrint: `${jobs}/${job.id}/print`,
  };
  host.control.journal.clear();
  /** Sends lines as they are, and gives back the answer and what the journal says of it. */
  const send = async (operation: keyof typeof targets, ...lines: string[]) => {
    const { socket, answer } = await dial(host);
    const head = [`POST ${targets[operation]} HTTP/1.1`, ...lines, 'Content-Length: 0', '', ''];
    socket.write(head.join('\r\n'));
    const text = await answer();
    const [entry, ...more] = host.control.journal.read();
    expect(more).toEqual([]);
    return { text, entry: entry ?? expect.fail('the journal is empty') };
  };
  return { host, client, caller, job, send };
}

describe('a request whose headers are malformed', () => {
  it.each([
    ['authenticate', '{"error":"invalid_request"}'],
    ['createPrintJob', '{"code":"parse_error"}'],
    ['uploadPrintFile', ''],
    ['executePrint', '{"code":"parse_error"}'],
  ] as const)('is told as the call that it was, and names the header: %s', async (operation, body) => {
    const { host, caller, job, send } = await scene();
    const { text, entry } = await send(operation, 'Host: a', `Authorization : Bearer ${caller.token}`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(body);
    expect(entry).toMatchObject({ operation, method: 'POST', rule: 'request-malformed' });
    expect(entry.hint).toMatch(/"Authorization ".*blank.*"Authorization"/);
    expect(entry.job_id).toBe(/upload|execute/.test(operation) ? job.id : null);
    for (const told of [text, JSON.stringify(entry), JSON.stringify(host.control.journal.read())])
      expect(told).not.toContain(caller.token);
  });

  it.each([
    ['a blank in the name', 'Auth orization: x', /"Auth".*blank/],
    ['no colon', 'Authorization Bearer abc', /"Authorization".*blank/],
    ['no name', ': x', /begins with ":"/],
    ['a letter of another alphabet', 'Größe: x', /"Gr".*"ö"/],
    ['a control character in the value', 'X-Own: a\u0000b', /value of the header X-Own/],
    ['a length that is no number', 'Content-Length: many', /header Content-Length/],
    ['two lengths', 'Content-Length: 7', /Content-Length/],
    ['a length and chunks', 'Transfer-Encoding: chunked', /Content-Length|Transfer-Encoding/],
  ])('says what is wrong with it: %s', async (_what, line, hint) => {
    const { send } = await scene();
    const { entry } = await send('authenticate', 'Host: a', line);
    expect(entry).toMatchObject({ operation: 'authenticate', rule: 'request-malformed' });
    expect(entry.hint).toMatch(hint);
  });

  it('belongs to the client whose credentials it has, also under the malformed name', async () => {
    const clients = [
      { clientId: 'a'.repeat(32), clientSecret: 'b'.repeat(64) },
      { clientId: 'c'.repeat(32), clientSecret: 'd'.repeat(64) },
    ];
    const host = await startMockHost({ clients });
    onTestFinished(() => host.close());
    const { socket, answer } = await dial(host);
    const basic = Buffer.from(`${'c'.repeat(32)}:${'d'.repeat(64)}`).toString('base64');
    socket.write(`POST ${TOKEN} HTTP/1.1\r\nHost: a\r\nAuthorization : Basic ${basic}\r\n\r\n`);
    await answer();
    expect(host.control.world('c'.repeat(32)).journal.read()).toHaveLength(1);
    expect(host.control.world('a'.repeat(32)).journal.read()).toEqual([]);
  });

  it('is told as the call that it was where the Host header is missing', async () => {
    const { send } = await scene();
    const { entry } = await send('executePrint', 'X: y');
    expect(entry).toMatchObject({ operation: 'executePrint', rule: 'request-malformed' });
    expect(entry.hint).toContain('no Host header');
  });

  it('is not taken for the call before it on the connection', async () => {
    const { host } = await scene();
    const { socket, answer } = await dial(host);
    socket.write('GET /_mock/health HTTP/1.1\r\nHost: a\r\n\r\n');
    await answer(/epson-connect-mock/);
    socket.write(`POST ${TOKEN} HTTP/1.1\r\nHost: a\r\n\r\nPUT /x HTTP/1.1\r\nHost: a\r\nB : c\r\n\r\n`);
    await answer();
    const malformed = host.control.journal.read({ rule: 'request-malformed' });
    expect(malformed.map(({ method, target }) => [method, target])).toEqual([['PUT', '/x']]);
  });

  it('is no call where bytes follow a body that is longer than its Content-Length', async () => {
    const { host } = await scene();
    const { socket, answer } = await dial(host);
    socket.write(`POST ${TOKEN} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}}}`);
    await answer();
    const [malformed] = host.control.journal.read({ rule: 'request-malformed' });
    expect(malformed?.operation).toBeNull();
    expect(malformed?.hint).toContain('Content-Length');
  });
});

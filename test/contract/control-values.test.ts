import { createMockHost, MockOptionError, startMockHost, type MockHost } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newClient, PDF, type Client } from '../support/mock/client.js';

const own = (client: Client) => request(client.host.app);

function host(): MockHost {
  const made = createMockHost({ pace: 'instant' });
  onTestFinished(() => made.close());
  return made;
}

const circle: Record<string, unknown> = {};
circle['itself'] = circle;

describe('what is asked of the mock is checked alike whichever way it comes', () => {
  it.each<[object, string | RegExp]>([
    [{ printer: [] }, 'unknown option "printer"; did you mean printers?'],
    [{ callPerMinute: 5 }, 'unknown option "callPerMinute"; did you mean callsPerMinute?'],
    [{ datadir: '/x' }, 'unknown option "datadir"; did you mean dataDir?'],
    [{ onExhange() {} }, 'unknown option "onExhange"; did you mean onExchange?'],
    [{ limitBytes: { documents: 5 } }, 'unknown option of limitBytes "documents"; did you mean document?'],
    [
      { printers: [{ email: 'a@b.test', onlin: false }] },
      'unknown member of a printer "onlin"; did you mean online?',
    ],
    [
      { printers: [{ email: 'a@b.test', online: 'no' }] },
      'printers[0].online is "no"; it must be true or false',
    ],
    [{ clients: [{ clientId: 'a', secret: 'b' }] }, 'unknown member of a client "secret"'],
    [
      { faults: [{ operation: 'executeprint', code: 'x' }] },
      /^faults\[0\]\.operation is "executeprint"; it must be one of .*; did you mean executePrint\?$/,
    ],
    [{ faults: [{ cod: 'x' }] }, 'unknown member of a fault "cod"; did you mean code?'],
    [{ faults: [{ effect: { kind: 'delay', delay: 5 } }] }, 'unknown member of an effect "delay"'],
    [{ faults: [{ code: 'not_found', effect: { kind: 'hang' } }] }, 'give one of them'],
  ])('options of code: %j', async (options, message) => {
    expect(() => createMockHost(options)).toThrow(MockOptionError);
    expect(() => createMockHost(options)).toThrow(message);
    await expect(startMockHost(options)).rejects.toThrow(message);
  });

  it.each<[string, object, string | RegExp]>([
    ['a number that JSON does not have', { callsPerMinute: 10n }, 'callsPerMinute is 10n'],
    ['a circle', { limitBytes: circle }, /^(?:limitBytes|unknown option of limitBytes)/],
    ['no clock', { clock: null }, 'clock is null; it must be a Clock of epson-connect-mock'],
    ['another clock', { clock: {} }, 'clock is {}; it must be a Clock of epson-connect-mock'],
    ['no token', { controlToken: ['x'.repeat(20)] }, 'controlToken must be a string'],
    ['an empty folder', { dataDir: '' }, 'dataDir must be the path of a folder'],
    ['the name of no host', { allowHosts: ['a b'] }, 'allowHosts[0] is "a b"; it must be the name of a host'],
  ])('options of odd types: %s', (_name, options, message) => {
    expect(() => createMockHost(options)).toThrow(MockOptionError);
    expect(() => createMockHost(options)).toThrow(message);
  });

  it('a clock stays within the range of dates', async () => {
    const client = newClient({});
    const move = (change: object) => own(client).post('/_mock/api/clock').send(change);
    await move({ speed: 1e308 }).expect(400);
    await move({ advance_ms: 8e12 }).expect(200);
    const { body } = await move({ advance_ms: 8e12 }).expect(400);
    expect(body.message).toContain('not beyond the year 2300');
    await own(client).get('/_mock/api/clock').expect(200);
  });

  it('options of a listener belong to a host that listens', async () => {
    expect(() => createMockHost({ port: 0 } as object)).toThrow('unknown option "port"');
    await expect(startMockHost({ uploadport: 0 } as object)).rejects.toThrow('did you mean uploadPort?');
    await expect(startMockHost({ tls: { cadir: '/x' } } as object)).rejects.toThrow('did you mean caDir?');
    await expect(startMockHost({ limits: { idle: 1 } } as object)).rejects.toThrow('did you mean idleMs?');
    await (await startMockHost({ port: 0, limits: { idleMs: 1000 } })).close();
  });

  it.each<[string, (control: MockHost['control']) => unknown, string]>([
    [
      'trouble',
      (c) => c.printer().setTrouble('paper_jam' as never),
      'trouble is "paper_jam"; it must be one of media_jam, ',
    ],
    ['trouble', (c) => c.printer().setTrouble('media-jam' as never), '; did you mean media_jam?'],
    ['online', (c) => c.printer().setOnline('yes' as never), 'online is "yes"; it must be true or false'],
    [
      'remotePrinting',
      (c) => c.printer().setRemotePrinting(1 as never),
      'remotePrinting is 1; it must be true or false',
    ],
    [
      'printers',
      (c) => c.seedPrinter({ email: 'a@b.test', remotePrintin: false } as never),
      'did you mean remotePrinting?',
    ],
    [
      'clients',
      (c) => c.seedClient({ clientId: '', clientSecret: 'b' }),
      'clientId must be a non-empty string without colons and blanks',
    ],
    ['faults', (c) => c.faults.add({ operation: 'executePrint', cod: 'x' } as never), 'did you mean code?'],
    [
      'ends',
      (c) => c.endJob('x', 'jammed' as never),
      'reason is "jammed"; it must be one of job_canceled_at_device',
    ],
  ])('%s by host.control', (_, call, message) => {
    const { control } = host();
    const before = JSON.stringify([control.printers(), control.faults.all()]);
    expect(() => call(control)).toThrow(message);
    expect(JSON.stringify([control.printers(), control.faults.all()])).toBe(before);
  });

  it('conditions of host.control.waitFor', async () => {
    const { control } = host();
    const wait = (condition: object) => control.waitFor(condition as never, 0);
    await expect(wait({ kind: 'printed' })).rejects.toThrow(
      'kind is "printed"; it must be one of job_printed',
    );
    await expect(wait({ kind: 'job_status', status: 'done' })).rejects.toThrow(RangeError);
    await expect(wait({ kind: 'job_printed', jobid: 'x' })).rejects.toThrow('did you mean job_id?');
  });

  it('a fault by code and a fault by effect are the same, over HTTP and in code', async () => {
    const client = newClient({ faults: [{ operation: 'getDevice', code: 'service_unavailable' }] });
    const caller = await client.authenticate();
    await client.call(caller, 'get', '').expect(503, { code: 'service_unavailable' });
    const order = { operation: 'getDevice', code: 'internal_server_error', status: 500 };
    const { body } = await own(client).post('/_mock/api/faults').send(order).expect(201);
    expect(body).toMatchObject({ effect: { kind: 'refuse', code: 'internal_server_error', status: 500 } });
    await client.call(caller, 'get', '').expect(500, { code: 'internal_server_error' });
    client.host.control.faults.add({ operation: 'getDevice', effect: { kind: 'refuse', status: 503 } });
    await client.call(caller, 'get', '').expect(503);
    await own(client)
      .post('/_mock/api/faults')
      .send({ operation: 'getDevice', efect: { kind: 'hang' } })
      .expect(400, /did you mean effect\?/);
    await own(client).post('/_mock/api/faults').send({ operation: 'getDevice' }).expect(400);
  });

  it('a wait for a status needs no job', async () => {
    const client = newClient({ pace: 'instant' });
    const waited = own(client)
      .post('/_mock/api/wait')
      .send({ condition: { kind: 'job_status', status: 'completed' } })
      .expect(200);
    const [{ body }, id] = await Promise.all([
      waited,
      client.authenticate().then((caller) => client.executedJob(caller)),
    ]);
    expect(body).toMatchObject({ met: true, jobs: [{ id, status: 'completed' }] });
  });
});

describe('assertions', () => {
  it('take parts of a setting and of a document', async () => {
    const client = newClient({ pace: 'instant' });
    const caller = await client.authenticate();
    const print_setting = {
      media_size: 'ms_a4',
      media_type: 'mt_plainpaper',
      borderless: false,
      print_quality: 'normal',
      source: 'auto',
      color_mode: 'mono',
    };
    const { body } = await client
      .createJob(caller, { job_name: 'a', print_mode: 'document', print_setting })
      .expect(201);
    await client.upload(body.upload_uri).expect(200);
    const { control } = client.host;
    control.assertJobs([{ print_setting: { color_mode: 'mono' }, document: { size_bytes: PDF.length } }]);
    expect(() => control.assertJobs([{ print_setting: { color_mode: 'color' } }])).toThrow('not as expected');
    control.assertNoWarnings();
  });

  it('assertNoWarnings names what was refused and what was warned of', async () => {
    const client = newClient({ pace: 'instant' });
    const caller = await client.authenticate();
    const { control } = client.host;
    control.assertNoWarnings();
    await client.createJob(caller, { job_name: 'a', print_mode: 'document', copies: 2 }).expect(201);
    expect(() => control.assertNoWarnings()).toThrow(/unknown-member: .*copies/);
    control.journal.clear();
    await client.createJob(caller, { job_name: '', print_mode: 'document' }).expect(400);
    expect(() => control.assertNoWarnings()).toThrow(/POST \/api\/1\/printing\/printers\/\S+: job-name/);
  });
});

describe('a browser', () => {
  it('that asks for the address is led to the pages, and a program is not', async () => {
    const client = newClient();
    const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    await own(client).get('/').set(browser).expect(302).expect('location', '/_mock/ui/');
    await own(client).get('/favicon.ico').set(browser).expect(404);
    expect(client.host.control.journal.read()).toEqual([]);
    await own(client).get('/').expect(404, { code: 'not_found' });
    await own(client).get('/').set({ Accept: '*/*' }).expect(404);
    expect(client.host.control.journal.read()).toHaveLength(2);
  });

  it.each([
    [
      '1.pdf',
      'invoice 17',
      'application/pdf',
      'inline',
      `filename="invoice 17.pdf"; filename*=UTF-8''invoice%2017.pdf`,
    ],
    ['1.PDF', 'a.pdf', 'application/pdf', 'inline', 'filename="a.pdf"'],
    [
      '1.jpg',
      'Müller "x"/..\\y',
      'image/jpeg',
      'inline',
      `filename="M_ller _x__.._y.jpg"; filename*=UTF-8''M%C3%BCller%20%22x%22_.._y.jpg`,
    ],
    [
      '1.png',
      '請求書',
      'image/png',
      'inline',
      `filename="___.png"; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.png`,
    ],
    ['1.docx', 'a', 'application/octet-stream', 'attachment', 'filename="a.docx"'],
    ['1.gif', '\ud800', 'application/octet-stream', 'attachment', `filename*=UTF-8''%EF%BF%BD.gif`],
  ])(
    'gets the file %s of the job %j with its type and name',
    async (name, job_name, type, disposition, file) => {
      const client = newClient();
      const caller = await client.authenticate();
      const { body } = await client.createJob(caller, { job_name, print_mode: 'document' }).expect(201);
      await client.upload(body.upload_uri, `&File=${name}`).expect(200);
      const answer = await own(client).get(`/_mock/api/jobs/${body.id}/document`).expect(200).buffer(true);
      expect(answer.headers).toMatchObject({
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(answer.headers['content-disposition']).toMatch(new RegExp(`^${disposition}; `));
      expect(answer.headers['content-disposition']).toContain(file);
    },
  );
});

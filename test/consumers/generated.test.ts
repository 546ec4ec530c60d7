import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startMockHost, type MockCredentials, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/processes/programs.js';
import { GENERATORS, type Generator, type Steps, type UploadTarget } from './generators.js';
import { newFolder } from '../support/folder.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const description = fileURLToPath(new URL('../../mock-server/docs/openapi/v1.json', import.meta.url));
const sample = readFileSync(new URL('../../openapi/examples/sample.pdf', import.meta.url));

/** Generates a client of the description, below this package so that it finds its own runtime. */
async function generate({ command }: Generator, url: string) {
  const folder = newFolder(join(here, '.generated-'));
  mkdirSync(folder, { recursive: true });
  const { args, file } = command(description, folder, url);
  const { code, output } = await runProgram(process.execPath, args, { cwd: folder });
  expect(code, output).toBe(0);
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  return {
    source,
    client: (await import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href)) as unknown,
  };
}

/** The steps that people write by hand, because the client of a generator cannot do them. */
const byHand = ({ url, credentials }: RunningMockHost): Pick<Steps, 'authenticate' | 'upload'> => ({
  authenticate: async (form) => {
    const Authorization = `Basic ${btoa(`${credentials.clientId}:${credentials.clientSecret}`)}`;
    const body = new URLSearchParams({ ...form });
    const token = `${url}/api/1/printing/oauth2/auth/token?subject=printer`;
    const answer = await fetch(token, { method: 'POST', headers: { Authorization }, body });
    return (await answer.json()) as { access_token: string; subject_id: string };
  },
  upload: ({ container, Key, File }, body) =>
    fetch(`${url}/${container}/v1/storage/PostData?Key=${Key}&File=${File}`, { method: 'POST', body }),
});

const formOf = ({ printerEmail }: MockCredentials) =>
  ({ grant_type: 'password', username: printerEmail, password: '' }) as const;

function targetOf(uri: string): UploadTarget {
  const { pathname, searchParams } = new URL(uri);
  return { container: pathname.split('/')[1] ?? '', Key: searchParams.get('Key') ?? '', File: '1.pdf' };
}

/** The rules that were broken, as the journal has them. */
const rulesOf = ({ control }: RunningMockHost) =>
  control.journal
    .read()
    .flatMap(({ rule, warnings }) => [rule ?? [], ...warnings.map((told) => told.rule)].flat());

describe.each(GENERATORS)('a client that $name makes of the description', (generator) => {
  it('prints on the mock, takes a file for an upload, and is told what it cannot do', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const { source, client } = await generate(generator, host.url);
    expect(source).toMatch(generator.takesFile);
    const file = new File([sample], 'sample.pdf', { type: 'application/octet-stream' });
    const steps = generator.steps(client, host);
    const by = <Name extends 'authenticate' | 'upload'>(name: Name): Pick<Steps, Name> =>
      name in generator.faults ? byHand(host) : steps;

    const form = formOf(host.credentials);
    const { access_token, subject_id } = await by('authenticate').authenticate(form);
    const job = await steps.create(access_token, subject_id, {
      job_name: generator.name,
      print_mode: 'document',
    });
    const target = targetOf(job.upload_uri);
    await by('upload').upload(target, file);
    await steps.execute(access_token, subject_id, job.id);

    const sha256 = createHash('sha256').update(sample).digest('hex');
    expect(host.control.jobs()).toMatchObject([
      { job_name: generator.name, status: 'completed', document: { sha256 } },
    ]);
    expect(rulesOf(host)).toEqual([]);

    host.control.journal.clear();
    const { upload_uri } = await steps.create(access_token, subject_id, {
      job_name: 'x',
      print_mode: 'document',
    });
    const calls = {
      authenticate: () => steps.authenticate(form),
      upload: () => steps.upload(targetOf(upload_uri), file),
    };
    for (const [name, call] of Object.entries(calls) as [keyof typeof calls, () => Promise<unknown>][]) {
      host.control.journal.clear();
      await call().catch(() => {});
      expect(rulesOf(host), name).toEqual(generator.faults[name] ?? []);
    }
  });
});

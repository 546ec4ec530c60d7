import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MockCredentials } from 'epson-connect-mock';

/** The output of a generator: functions by the operation IDs, as each generator shapes them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- made while the test runs: no compiler has seen it
type Client = any;

export interface Given {
  readonly url: string;
  readonly credentials: MockCredentials;
}

/** The four steps, each as a call of the client. */
export interface Steps {
  authenticate(form: PasswordGrant): Promise<{ access_token: string; subject_id: string }>;
  create(token: string, device: string, job: object): Promise<{ id: string; upload_uri: string }>;
  upload(target: UploadTarget, file: Blob): Promise<unknown>;
  execute(token: string, device: string, job: string): Promise<unknown>;
}

export interface PasswordGrant {
  readonly grant_type: 'password';
  readonly username: string;
  readonly password: '';
}

/** The parts of an upload URI, as the description has them, and the name of the file. */
export interface UploadTarget {
  readonly container: string;
  readonly Key: string;
  readonly File: string;
}

export interface Generator {
  readonly name: string;
  /** The arguments of its command, with the file that is to be imported. */
  command(
    input: string,
    folder: string,
    url: string,
  ): { readonly args: readonly string[]; readonly file: string };
  /** Text of the client that says that an upload takes a file. */
  readonly takesFile: RegExp;
  steps(client: Client, given: Given): Steps;
  /** Steps that its clients cannot do, whatever the description says, and the rules by which the mock tells so. */
  readonly faults: Readonly<Partial<Record<'authenticate' | 'upload', readonly string[]>>>;
}

/** The file of a package's command. */
const bin = (name: string, file: string) =>
  fileURLToPath(new URL(`../node_modules/${name}/${file}`, import.meta.url));

const basic = ({ clientId, clientSecret }: MockCredentials) => `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

export const GENERATORS: readonly Generator[] = [
  {
    name: '@hey-api/openapi-ts',
    command: (input, folder) => ({
      args: [bin('@hey-api/openapi-ts', 'bin/run.js'), '-i', input, '-o', folder, '--silent'],
      file: 'sdk.gen.ts',
    }),
    takesFile: /UploadPrintFileData = \{[^}]*?body: Blob \| File/,
    faults: {},
    steps: (client, { url, credentials }) => {
      const { clientId, clientSecret } = credentials;
      const common = { baseUrl: url, throwOnError: true };
      const data = async (call: Promise<{ data: never }>) => (await call).data;
      return {
        authenticate: (body) =>
          data(
            client.authenticate({
              ...common,
              auth: `${clientId}:${clientSecret}`,
              query: { subject: 'printer' },
              body,
            }),
          ),
        create: (auth, device_id, body) =>
          data(client.createPrintJob({ ...common, auth, path: { device_id }, body })),
        upload: ({ container, ...query }, body) =>
          client.uploadPrintFile({ ...common, path: { container }, query, body }),
        execute: (auth, device_id, job_id) =>
          client.executePrint({ ...common, auth, path: { device_id, job_id } }),
      };
    },
  },
  {
    name: 'oazapfts',
    command: (input, folder) => ({
      args: [bin('oazapfts', 'dist/cli.js'), input, join(folder, 'client.ts')],
      file: 'client.ts',
    }),
    takesFile: /function uploadPrintFile\([^)]*body: Blob/,
    faults: {},
    steps: (client, { url, credentials }) => {
      client.defaults.baseUrl = url;
      const data = async (call: Promise<{ data: never }>) => (await call).data;
      return {
        authenticate: (form) =>
          data(client.authenticate('printer', form, { headers: { Authorization: basic(credentials) } })),
        create: (token, device, job) => data(client.createPrintJob(device, job, bearer(token))),
        upload: ({ container, Key, File }, file) => client.uploadPrintFile(container, Key, File, file),
        execute: (token, device, job) => client.executePrint(device, job, bearer(token)),
      };
    },
  },
  {
    name: 'orval',
    command: (input, folder, url) => {
      const output = { target: join(folder, 'client.ts'), client: 'fetch', baseUrl: url };
      const config = join(folder, 'orval.config.cjs');
      writeFileSync(config, `module.exports = ${JSON.stringify({ v1: { input, output } })};\n`);
      return { args: [bin('orval', 'dist/bin/orval.js'), '--config', config], file: 'client.ts' };
    },
    takesFile: /uploadPrintFileBody: Blob/,
    // It sends the members of both grants in one form, and turns a file into JSON.
    faults: { authenticate: ['parameter-repeated'], upload: ['upload-not-the-file'] },
    steps: (client, { credentials }) => {
      const data = async (call: Promise<{ data: never }>) => (await call).data;
      return {
        authenticate: (form) =>
          data(
            client.authenticate(
              form,
              { subject: 'printer' },
              { headers: { Authorization: basic(credentials) } },
            ),
          ),
        create: (token, device, job) => data(client.createPrintJob(device, job, bearer(token))),
        upload: ({ container, ...params }, file) => client.uploadPrintFile(container, file, params),
        execute: (token, device, job) => client.executePrint(device, job, bearer(token)),
      };
    },
  },
  {
    name: 'swagger-typescript-api',
    command: (input, folder) => ({
      args: [
        bin('swagger-typescript-api', 'dist/cli.mjs'),
        'generate',
        '-p',
        input,
        '-o',
        folder,
        '-n',
        'client.ts',
        '--silent',
      ],
      file: 'client.ts',
    }),
    takesFile: /uploadPrintFile: \([^)]*data: File/,
    // It turns a file into JSON.
    faults: { upload: ['upload-type-undocumented', 'upload-not-the-file'] },
    steps: ({ Api }, { url, credentials }) => {
      const client = new Api({ baseUrl: url });
      const data = async (call: Promise<{ data: never }>) => (await call).data;
      return {
        authenticate: (form) =>
          data(
            client.api.authenticate({ subject: 'printer' }, form, {
              headers: { Authorization: basic(credentials) },
            }),
          ),
        create: (token, device, job) => data(client.api.createPrintJob(device, job, bearer(token))),
        upload: ({ container, ...query }, file) => client.container.uploadPrintFile(container, query, file),
        execute: (token, device, job) => client.api.executePrint(device, job, bearer(token)),
      };
    },
  },
];

import { fileTokenStore } from '../../node/index.js';
import {
  EpsonConnectV2,
  type EpsonConnectV2Options,
  type JobInformation,
  type PrintJob,
} from '../../v2/index.js';
import { commonOptions, warnOfProxy } from '../connect.js';
import type { Connection } from '../connection.js';
import { readValues } from '../credentials.js';
import type { Flags } from '../flags.js';
import type { JobActions } from '../job-actions.js';
import { connectionsPath } from '../paths.js';
import type { Io, Terminal } from '../terminal.js';

/** The redirect URI unless another is named. Register it with the app. */
export const DEFAULT_REDIRECT_URI = 'http://127.0.0.1:8381/callback';

/** Connects in version 2. Tokens are always stored: a refresh token works once, and one that is lost costs a consent. */
export async function connect(
  io: Io,
  terminal: Terminal,
  flags: Flags,
  more: Partial<EpsonConnectV2Options>,
): Promise<Connection<EpsonConnectV2>> {
  const common = commonOptions(terminal, flags);
  const { value } = await readValues(io, flags.text('credentials'), {
    needed: ['CLIENT_ID', 'CLIENT_SECRET', 'KEY'],
    optional: ['REDIRECT_URI'],
    other: ['PRINTER_EMAIL', 'They look like those of version 1, which has no API key: leave out --api 2.'],
  });
  const clientId = value('CLIENT_ID');
  const baseUrl = flags.text('base-url') ?? value('BASE_URL');
  const redirectUri = value('REDIRECT_URI') ?? DEFAULT_REDIRECT_URI;
  const epson = new EpsonConnectV2({
    clientId,
    clientSecret: value('CLIENT_SECRET'),
    apiKey: value('KEY'),
    baseUrl,
    redirectUri,
    connection: flags.text('connection'),
    ...common,
    tokenStore: fileTokenStore(connectionsPath(io), { onDamaged: (problem) => terminal.note(problem) }),
    ...more,
  });
  warnOfProxy(io, terminal, baseUrl);
  return { epson, jobs: jobActions(epson), who: { clientId, baseUrl, redirectUri } };
}

const jobActions = (epson: EpsonConnectV2): JobActions => ({
  reference: (jobId) => ({ jobId }),
  idOf: (job) => (job as PrintJob).jobId,
  waitFor: (id, { onStatus, ...options }) => epson.jobs.waitFor(id, { ...options, onStatus }),
  cancel: (id, options) => epson.jobs.cancel(id, options),
  statusText: ({ status }) => status,
  pagesOf: (information) => (information as JobInformation).totalPages,
});

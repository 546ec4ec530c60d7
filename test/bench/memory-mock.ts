// The mock's half of the memory measurement: a process of its own, steered by messages.
import { once } from 'node:events';
import { startMockHost, type StartOptions } from 'epson-connect-mock';
import { watchRise } from './rise.js';

const next = async () => (await once(process, 'message')) as [StartOptions];

const [options] = await next();
const host = await startMockHost(options);
const begin = next();
const { url, https, credentials, credentialsV2 } = host;
process.send?.({ url, https, credentials, credentialsV2 });
await begin;
const risen = watchRise();
const end = next();
process.send?.({});
await end;
process.send?.({ ...risen(), printedBytes: host.control.jobs().at(-1)?.document?.size_bytes });

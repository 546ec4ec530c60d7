// The SDK's half of the memory measurement: a process of its own, steered by messages.
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { EpsonConnect, type EpsonConnectOptions } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { EpsonConnectV2, type EpsonConnectV2Options } from 'epson-connect-sdk/v2';
import { connect } from '../support/mock/consent.js';
import { watchRise } from './rise.js';

interface Order {
  readonly url: string;
  readonly version: 1 | 2;
  readonly credentials: EpsonConnectOptions;
  readonly credentialsV2: EpsonConnectV2Options;
  readonly file: string;
}

const [{ url, version, credentials, credentialsV2, file }] = (await once(process, 'message')) as [Order];

async function clientV2(): Promise<EpsonConnectV2> {
  const epson = new EpsonConnectV2({ ...credentialsV2, baseUrl: url });
  await connect(epson);
  return epson;
}

const epson = version === 2 ? await clientV2() : new EpsonConnect({ ...credentials, baseUrl: url });
// The first print loads and compiles code, which is no cost of the document.
const sample = new URL('../../openapi/examples/sample.pdf', import.meta.url);
await epson.print({ data: await readFile(sample), name: 'first.pdf' });
const print = once(process, 'message');
process.send?.({});
const [isCollected] = (await print) as [boolean];
const risen = watchRise(isCollected);
await epson.print(await fileDocument(file));
process.send?.(risen());

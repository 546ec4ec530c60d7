// The SDK's half of the memory measurement: a process of its own, steered by messages.
import { once } from 'node:events';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { watchRise } from './rise.js';

interface Order {
  readonly url: string;
  readonly credentials: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly printerEmail: string;
  };
  readonly file: string;
}

const [{ url, credentials, file }] = (await once(process, 'message')) as [Order];
const epson = new EpsonConnect({ ...credentials, baseUrl: url });
// The first print loads and compiles code, which is no cost of the document.
await epson.print({ data: new TextEncoder().encode('%PDF-1.4'), name: 'first.pdf' });
const print = once(process, 'message');
process.send?.({});
await print;
const risen = watchRise();
await epson.print(await fileDocument(file));
process.send?.(risen());

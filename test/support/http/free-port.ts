import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that a system hands out to connections and to port 0: one of these can be taken before its program starts,
// and would be measured in its place. Above those that fetch refuses.
const FIRST = 20_000;
const COUNT = 12_000;

/** Returns a port of the loopback interface that nobody listens on now, for a program that has to be told one. */
export async function freePort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = createServer().listen(port, '127.0.0.1');
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree) return freePort();
  server.close();
  await once(server, 'close');
  return port;
}

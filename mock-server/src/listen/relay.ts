import { connect, isIP, isIPv6, type LookupFunction, type Socket, BlockList } from 'node:net';
import type { Duplex } from 'node:stream';
import { lookup } from 'node:dns';
import { isEpsonName, isLoopbackName } from '../epson/domain/addresses.js';
import { readAuthority, writeAuthority, type Authority } from '../http/target.js';
import { ListenError } from './servers.js';

const CONNECT_MS = 10_000;
const IDLE_MS = 5 * 60_000;

/** A tunnel that did not come about. */
export interface RelayFailure {
  readonly status: 502 | 504;
  readonly hint: string;
}

/** The two ends of a connection. */
export type Client = Pick<Socket, 'remoteAddress' | 'localAddress'>;

/** Tells whether a connection was made on this machine. */
function isOfThisMachine({ remoteAddress, localAddress }: Client): boolean {
  return remoteAddress !== undefined && (isLoopbackName(remoteAddress) || remoteAddress === localAddress);
}

/** Real tunnels to the hosts that the user named, and to no others. */
export class Relay {
  readonly #named: readonly Named[];
  readonly #open = new Set<Socket>();
  readonly #connectMs: number;

  /**
   * @param hosts each a name, which means its port 443, or NAME:PORT; `NAME:*` means all of its ports
   * @throws ListenError
   */
  constructor(hosts: readonly string[], connectMs = CONNECT_MS) {
    this.#named = hosts.map(readNamed);
    this.#connectMs = connectMs;
  }

  /** True if the user named no host. */
  get isEmpty(): boolean {
    return this.#named.length === 0;
  }

  /**
   * Tells whether a client is led to a host. What listens on the loopback interface is for programs of this machine, whatever
   * other machines reach the mock: otherwise it would hand to them what was never meant for them.
   */
  allows(authority: Authority, client: Client): boolean {
    return this.#isNamed(authority) && (isOfThisMachine(client) || !isLoopbackName(authority.name));
  }

  #isNamed({ name, port }: Authority): boolean {
    const wanted = name.toLowerCase();
    return this.#named.some((each) => each.name === wanted && (each.port === '*' || each.port === port));
  }

  /** Finds the address of a host's name, as an option of a connection. */
  lookupFor(host: string): { lookup?: LookupFunction } {
    return isLoopbackName(host) || isIP(host) !== 0 ? {} : { lookup: lookupElsewhere };
  }

  /**
   * Connects a client with the host that it asks for.
   *
   * @param onReady is called when the host has answered, before anything of it is passed on
   */
  connect(
    authority: Authority,
    client: Duplex,
    head: Buffer,
    onReady: () => void,
    onFailure: (failure: RelayFailure) => void,
  ): void {
    const host = authority.name.replace(/^\[|\]$/g, '');
    const target = writeAuthority(authority);
    const upstream = connect({
      host,
      port: authority.port ?? 443,
      allowHalfOpen: true,
      ...this.lookupFor(host),
    });
    this.#open.add(upstream);
    const late = () => fail(504, `${target} did not take the connection within ${this.#connectMs} ms`);
    const timer = setTimeout(late, this.#connectMs);
    const gone = () => upstream.destroy();
    const fail = (status: 502 | 504, why: string) => {
      clearTimeout(timer);
      client.off('close', gone);
      upstream.destroy();
      onFailure({ status, hint: `The mock was told to relay ${target}, and cannot: ${why}.` });
    };
    const refused = (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ETIMEDOUT' ? 504 : 502, reasonOf(error));
    client.once('close', gone);
    upstream.once('error', refused);
    upstream.once('close', () => {
      clearTimeout(timer);
      this.#open.delete(upstream);
    });
    upstream.once('connect', () => {
      clearTimeout(timer);
      upstream.off('error', refused);
      client.off('close', gone);
      onReady();
      join(client, upstream, head);
    });
  }

  /** Ends all tunnels at once. */
  stop(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** Passes on what comes, and each end by itself: a side that has sent all may still read. */
function join(client: Duplex, upstream: Socket, head: Buffer): void {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    from.on('error', () => to.destroy());
    // Gone without having sent its end: nobody is there who could read on.
    from.on('close', () => from.readableEnded || to.destroy());
  }
  upstream.setTimeout(IDLE_MS, () => upstream.destroy());
  if (head.length > 0) upstream.write(head);
  client.pipe(upstream);
  upstream.pipe(client);
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'its name is not known';
  if (error.code === 'ECONNREFUSED') return 'it refuses the connection';
  return error.code ?? error.message;
}

/** A host that the user named, and its port or all of them. */
interface Named {
  readonly name: string;
  readonly port: number | '*';
}

function readNamed(text: string): Named {
  const isEveryPort = text.endsWith(':*');
  const bare = isEveryPort ? text.slice(0, -':*'.length) : text;
  const read = readAuthority(isIPv6(bare) ? `[${bare}]` : bare);
  if (read === undefined || (read.port ?? 443) > 65_535 || read.port === 0)
    throw new ListenError(
      `relay is ${JSON.stringify(text)}; it takes a name, or NAME:PORT, or NAME:* for all its ports`,
    );
  if (isEpsonName(read.name))
    throw new ListenError(
      `relay is ${JSON.stringify(text)}, which is Epson's host: the mock stands in its place`,
    );
  return { name: read.name.toLowerCase(), port: isEveryPort ? '*' : (read.port ?? 443) };
}

/** Addresses that a name of another host must not stand for: this machine, and what only its own link knows. */
const OWN = new BlockList();
OWN.addSubnet('0.0.0.0', 8);
OWN.addSubnet('127.0.0.0', 8);
OWN.addSubnet('169.254.0.0', 16);
OWN.addAddress('::', 'ipv6');
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/** Returns the addresses of a name without this machine's own: the owner of a name may let it point anywhere. */
export const lookupElsewhere: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    const elsewhere = (found ?? []).filter(
      ({ address, family }) => !OWN.check(address, family === 6 ? 'ipv6' : 'ipv4'),
    );
    const [first] = elsewhere;
    if (error !== null) return done(error, '');
    if (first === undefined)
      return done(new Error(`${name} is an address of this machine itself; name it as such`), '');
    if (options.all === true) done(null, elsewhere);
    else done(null, first.address, first.family);
  });
};

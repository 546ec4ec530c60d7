// Loaded before a program that `epson-connect-mock run` or `env` watches, by NODE_OPTIONS: also in its child processes
// and worker threads. Node 20 heeds no proxy variables, so connections to Epson Connect are led to the mock here, below
// http, https, fetch and every library that rests on them. All other connections stay as they are.
'use strict';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- what --require loads is CommonJS
const { Socket } = require('node:net');

const EPSON = /^(?:(?:dummy-)?api|www|auth|upload)\.epsonconnect\.com\.?$/i;
const MARK = Symbol.for('epson-connect-mock.redirect');

/** `host:port` of the mock for a port of Epson Connect, or undefined where the mock has nothing there. */
const addresses = {
  443: process.env.EPSON_CONNECT_MOCK_HTTPS,
  80: process.env.EPSON_CONNECT_MOCK_HTTP,
};

/** Returns the mock's address for a connection to Epson's host. */
function redirect(options) {
  if (options === null || typeof options !== 'object' || !EPSON.test(String(options.host))) return undefined;
  const address = addresses[Number(options.port)];
  if (!address) return undefined;
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  return { ...options, host, port: Number(address.slice(colon + 1)), lookup: undefined };
}

if (!Socket.prototype.connect[MARK]) {
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (...given) {
    const [first, second] = given;
    if (Array.isArray(first)) {
      // net.connect and tls.connect pass arguments on as an array that they have normalised and marked.
      first[0] = redirect(first[0]) ?? first[0];
    } else if (typeof first === 'object') {
      given[0] = redirect(first) ?? first;
    } else if (typeof second === 'string') {
      const led = redirect({ port: first, host: second });
      if (led !== undefined) given.splice(0, 2, led);
    }
    return connect.apply(this, given);
  };
  Object.defineProperty(Socket.prototype.connect, MARK, { value: true });
}

import type { NodeRedisClient } from 'epson-connect-sdk/redis';

/** Returns a client whose scripts run at another time than the server's. `changed`: they are made worse. */
export function atTime(
  client: NodeRedisClient,
  nowMs: () => number,
  changed = (lua: string) => lua,
): NodeRedisClient {
  const moment = () => `{ ${Math.floor(nowMs() / 1000)}, ${Math.round((nowMs() % 1000) * 1000)} }`;
  return {
    // The time becomes a part of the script, so that no digest fits.
    evalSha: () => Promise.reject(new Error('NOSCRIPT No matching script.')),
    eval: (lua, options) => client.eval(changed(lua).replace("redis.call('TIME')", moment), options),
  };
}

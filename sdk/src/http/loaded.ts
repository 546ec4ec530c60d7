import { ConnectionError } from '../errors.js';
import { failed, type Call } from './limits.js';
import { withoutSecrets } from './redact.js';

/** Code of this package that is loaded when it is first used; the request that follows looks at the call's limits. */
export function loaded<T>(call: Call, loading: Promise<T>): Promise<T> {
  return loading.catch((error: unknown) => {
    const details = { ...call.about, code: 'connection_failed', notSent: true, cause: withoutSecrets(error) };
    throw new ConnectionError(`${failed(call)} its code is missing.`, details);
  });
}

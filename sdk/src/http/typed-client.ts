import createClient, { type Client } from 'openapi-fetch';
import { SettingError } from '../errors.js';
import type { paths } from '../generated/epson-connect.js';

/** The paths below the API's root: all but the storage, which lives on the host that `upload_uri` names. */
export type ApiPaths = { [P in keyof paths as P extends `/api/${string}` ? P : never]: paths[P] };

/** The plain openapi-fetch client, typed by the description. */
export type ApiClient = Client<ApiPaths>;

/** openapi-fetch takes one slash off the base URL only, and would put any id into a path. */
export function createTypedClient(
  baseUrl: string,
  fetch: (request: Request) => Promise<Response>,
): ApiClient {
  return createClient<ApiPaths>({ baseUrl, fetch, pathSerializer });
}

/**
 * Puts ids into a path. They are encoded, and `.` and `..`, which no encoding protects from being resolved, are
 * refused, as is an id that is not there.
 */
function pathSerializer(path: string, ids: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (typeof id !== 'string' || /^\.{0,2}$/.test(id)) {
      throw new SettingError(`${name} is not an ID: ${JSON.stringify(id)}.`, { code: 'invalid_setting' });
    }
    return encodeURIComponent(id);
  });
}

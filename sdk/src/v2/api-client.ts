import type { paths } from '../generated/epson-connect-v2.js';
import type { PlainClient } from '../plain-client.js';

/** The paths below the API's root: all but the uploads, which have a host of their own, and the authorization. */
export type ApiPaths = { [P in keyof paths as P extends `/api/${string}` ? P : never]: paths[P] };

/** The plain openapi-fetch client, typed by the description of version 2. */
export type ApiClient = PlainClient<ApiPaths>;

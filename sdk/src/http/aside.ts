// Loaded when a request fails, or is watched: a web page that prints does not pay for it.
export { adviceOn, hintOf, requestIdOf } from './advice.js';
export { repeat } from './repeat.js';
export { retryAfterMsOf } from './retry-after.js';
export { log, trace } from './trace.js';

// What is loaded when it is first used is there before any test asks whether all has run.
import '../api/plain-client.js';
import '../client/beyond.js';
import '../http/aside.js';
import '../upload/document-problem.js';
import '../upload/streamed-body.js';

/** Resolves when everything that waits for nothing outside has run. */
export async function settled(): Promise<void> {
  // Taking a loaded module takes some turns of its own.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A promise that is settled from outside. */
export function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

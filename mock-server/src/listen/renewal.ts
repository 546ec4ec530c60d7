import { isDue, loadIdentity, type Identity } from './tls/identity.js';

const CHECKED_EVERY_MS = 3_600_000;

/** Sees to it that a server which runs for months never shows a certificate that has expired. */
export interface Renewal {
  /** Looks at the clock, and loads a new identity when it is time. */
  check(nowMs: number): Promise<void>;
  stop(): void;
}

/** @param use takes the new identity into use; connections that are open keep the old one */
export function startRenewal(
  identity: Identity,
  caDir: string | undefined,
  use: (identity: Identity) => void,
): Renewal {
  let current = identity;
  const check = async (nowMs: number) => {
    if (!isDue(current, nowMs)) return;
    current = await loadIdentity(caDir, nowMs);
    use(current);
  };
  const timer = setInterval(() => {
    check(Date.now()).catch((error: Error) =>
      // The old one serves on meanwhile, and in an hour it is tried again.
      process.emitWarning(`the certificate of the mock could not be renewed: ${error.message}`),
    );
  }, CHECKED_EVERY_MS).unref();
  return { check, stop: () => clearInterval(timer) };
}

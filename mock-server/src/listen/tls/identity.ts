import type { X509Certificate } from 'node:crypto';
import { CaError, CaFolder, defaultCaDir } from './ca-folder.js';
import { DNS_NAMES, IP_ADDRESSES } from '../../epson/domain/addresses.js';
import type { Authority } from './pem.js';

/** A leaf that has less left than this is replaced. */
const RENEWED_BEFORE_MS = 30 * 86_400_000;

/** The certificate and key of the mock in a TLS handshake, in PEM. */
export interface Identity {
  readonly key: string;
  /** The leaf, and the CA that signed it, which vouches for nothing else. */
  readonly cert: string;
  /** The certificate of the CA that programs are to trust. */
  readonly caFile: string;
  /** True if a CA was made, which nobody trusts yet. */
  readonly isNewCa: boolean;
  readonly validToMs: number;
}

/**
 * The identity that a folder holds, made or renewed if necessary.
 *
 * A CA is replaced when it has expired, or when it is of an older version, whose constraints were weaker. The new one has to
 * be trusted anew, as the first had, which a warning on stderr says. What makes certificates is loaded only when one has to
 * be made.
 *
 * @param caDir default: the folder of this user
 * @throws CaError when the folder cannot be used, or the CA in it is damaged or not valid yet
 */
export async function loadIdentity(caDir?: string, nowMs: number = Date.now()): Promise<Identity> {
  const folder = new CaFolder(caDir ?? defaultCaDir());
  const { ca, isNewCa } = await settleCa(folder, nowMs);
  const kept = folder.readLeaf();
  const isGood = kept !== undefined && fits(kept.certificate, ca, nowMs);
  const leaf = isGood ? kept : (await import('./certificate.js')).createLeaf(ca, nowMs);
  if (!isGood) folder.keepLeaf(leaf);
  return {
    key: String(leaf.key.export({ type: 'pkcs8', format: 'pem' })),
    cert: leaf.certificate.toString() + ca.certificate.toString(),
    caFile: folder.caFile,
    isNewCa,
    validToMs: Date.parse(leaf.certificate.validTo),
  };
}

/** Tells whether an identity should be loaded anew, because its leaf ends soon. */
export function isDue({ validToMs }: Identity, nowMs: number): boolean {
  return validToMs - nowMs < RENEWED_BEFORE_MS;
}

/**
 * The file with the certificate of the CA, for programs to trust; the CA is made when there is none.
 *
 * @returns its path
 * @throws CaError
 * @example
 * process.env.NODE_EXTRA_CA_CERTS = await caFile();
 */
export async function caFile(caDir?: string, nowMs: number = Date.now()): Promise<string> {
  const folder = new CaFolder(caDir ?? defaultCaDir());
  await settleCa(folder, nowMs);
  return folder.caFile;
}

async function settleCa(folder: CaFolder, nowMs: number): Promise<{ ca: Authority; isNewCa: boolean }> {
  const found = folder.readCa();
  if (found !== undefined && Date.parse(found.certificate.validFrom) > nowMs)
    throw new CaError(
      `the CA in ${folder.path} is valid from ${found.certificate.validFrom}, and this machine's clock says ${new Date(nowMs).toISOString()}; set the clock right, or name another folder for the CA`,
    );
  const fault = found === undefined ? undefined : faultOf(found, nowMs);
  const isUsable = found !== undefined && fault === undefined;
  const ca = isUsable ? found : folder.keepCa((await import('./certificate.js')).createCa(nowMs), found);
  folder.publish(ca);
  if (fault !== undefined)
    process.emitWarning(
      `the CA in ${folder.path} ${fault}, and a new one has taken its place; wherever the old one is trusted, remove it and trust ${folder.caFile} instead`,
    );
  return { ca, isNewCa: !isUsable };
}

/** Returns the reason why a CA is of no use any more, if there is one. */
function faultOf({ certificate, root }: Authority, nowMs: number): string | undefined {
  if (Date.parse(root.validTo) <= nowMs) return `expired on ${root.validTo}`;
  // The names that its constraints permit stand in it as plain text.
  const permitted = certificate.raw.toString('latin1');
  const isCurrent = certificate !== root && DNS_NAMES.every((name) => permitted.includes(name));
  return isCurrent ? undefined : 'is of an older version of the mock, which constrained it less';
}

function fits(leaf: X509Certificate, ca: Authority, nowMs: number): boolean {
  const { validFrom, validTo, subjectAltName = '' } = leaf;
  // A CA that ends soon leaves no time for a leaf that lasts longer.
  const endsWithCa = validTo === ca.certificate.validTo;
  const leftMs = Date.parse(validTo) - nowMs;
  return (
    Date.parse(validFrom) <= nowMs &&
    (leftMs >= RENEWED_BEFORE_MS || (endsWithCa && leftMs > 0)) &&
    leaf.verify(ca.certificate.publicKey) &&
    subjectAltName === ALTERNATIVE_NAMES
  );
}

/** As Node writes the names of a certificate. */
const ALTERNATIVE_NAMES = [
  ...DNS_NAMES.map((name) => `DNS:${name}`),
  ...IP_ADDRESSES.map((address) => `IP Address:${address === '::1' ? '0:0:0:0:0:0:0:1' : address}`),
].join(', ');

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

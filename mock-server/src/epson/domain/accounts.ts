import * as v from 'valibot';
import { check, InvalidValue, members, textLike } from '../../text/check.js';
import { suggestion } from '../../text/suggest.js';
import { NO_CHANGE_LOGS, type ChangeLogs } from './change-log.js';
import { EMAIL } from './clients.js';
import type { Printer } from './printers.js';
import type { World } from './world.js';

/** A person with an Epson account, who signs in on the consent page. */
export interface AccountSeed {
  /** The address that the person signs in with. */
  readonly email: string;
  /** The name on the consent page. Default: the address. */
  readonly name?: string;
  /** The addresses of the printers that are registered to the account. Default: all printers. */
  readonly printers?: readonly string[];
}

/** The people of a mock that was given none: one with all printers, and one without any. */
export const DEFAULT_ACCOUNTS: readonly AccountSeed[] = [
  { email: 'owner@example.com', name: 'Mock Owner' },
  { email: 'nobody@example.com', name: 'Nobody With A Printer', printers: [] },
];

/** An account, as `startMockHost` takes it. */
export const ACCOUNT = members(
  'member of an account',
  { email: EMAIL },
  { name: textLike(/\S/, 'a non-empty string'), printers: v.array(EMAIL) },
  'an object: { "email": ... }',
);

/** Checks that the printers of people are among those of the mock. @throws InvalidValue */
export function checkPrintersOf(accounts: readonly AccountSeed[], printers: readonly string[]): void {
  const known = new Set(printers.map((email) => email.toLowerCase()));
  accounts.forEach((account, index) =>
    account.printers?.forEach((email, at) => {
      if (known.has(email.toLowerCase())) return;
      const near = suggestion(email, printers) || `; there are ${printers.join(', ')}`;
      const message = `is ${JSON.stringify(email)}, which is not a printer of this mock${near}`;
      throw new InvalidValue([{ at: `[${index}].printers[${at}]`, message }], 'accounts');
    }),
  );
}

/** Returns the account as it was given. @throws InvalidValue */
export const checkAccount = (account: AccountSeed): AccountSeed => check(ACCOUNT, account);

/** The people who have an account at a host: those that all worlds start with, and those that one of them was given later. */
export class Accounts {
  readonly #seeds: readonly AccountSeed[];
  readonly #changeLogs: ChangeLogs;
  readonly #seededLater = new Map<string, readonly AccountSeed[]>();

  constructor(seeds: readonly AccountSeed[], changeLogs: ChangeLogs = NO_CHANGE_LOGS) {
    this.#seeds = seeds;
    this.#changeLogs = changeLogs;
  }

  /** The people of a world, in the order in which they were seeded. */
  all(clientId: string): readonly AccountSeed[] {
    return [...this.#seeds, ...this.seededLater(clientId)];
  }

  find(clientId: string, email: string): AccountSeed | undefined {
    return named(this.all(clientId), email);
  }

  /** Adds a person to a world. */
  add(clientId: string, account: AccountSeed): void {
    this.#seededLater.set(clientId, [...this.seededLater(clientId), account]);
    this.#changeLogs.of(clientId).markChanged('account', account.email);
  }

  /** The people who were added to a world while the host ran. */
  seededLater(clientId: string): readonly AccountSeed[] {
    return this.#seededLater.get(clientId) ?? [];
  }

  findLater(clientId: string, email: string): AccountSeed | undefined {
    return named(this.seededLater(clientId), email);
  }

  /** Forgets the people who were added to a world that is gone. */
  drop(clientId: string): void {
    this.#seededLater.delete(clientId);
  }
}

function named(accounts: readonly AccountSeed[], email: string): AccountSeed | undefined {
  return accounts.find((account) => account.email.toLowerCase() === email.toLowerCase());
}

/** Returns the printers of an account that an app may be given. */
export function printersOf({ printers }: AccountSeed, world: World): Printer[] {
  const own = printers?.map((email) => email.toLowerCase());
  return world.printers
    .all()
    .filter(({ email, remotePrinting }) => remotePrinting && own?.includes(email.toLowerCase()) !== false);
}

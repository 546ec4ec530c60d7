/** A call that counts against the limit of its client ID. */
export interface LimitedCall {
  /** An ID of this call alone. It stays the same while the call waits for its turn. */
  readonly id: string;
  /** Host and client ID: the host counts their calls together. */
  readonly client: string;
  /** Number of calls per minute that the host accepts. */
  readonly callsPerMinute: number;
  /** Milliseconds after which the request is given up. A call whose worker was killed ends then. */
  readonly timeoutMs: number;
}

/**
 * Call limit that many processes share, in the place of the pace that each client keeps by itself. `redisStores` of
 * `epson-connect-sdk/redis` makes one.
 *
 * A call counts from the moment it may leave until a minute after its end, because the host counts it at some moment between
 * them. What `take` throws ends the call, unchanged; nothing was sent then. What `end` and `close` throw changes nothing.
 *
 * @example
 * const epson = new EpsonConnect({ callLimit });
 */
export interface CallLimit {
  /**
   * Asks whether the call may leave now, in one atomic step. Returns 0 when it may: it counts from now on. Otherwise returns
   * the milliseconds after which the same call asks again, and counts nothing. A call that is asked for twice counts once.
   */
  take(call: LimitedCall): number | Promise<number>;
  /**
   * Notes that the request of the call has ended; `isAccepted` is true after a success. It is not awaited, so a store may send
   * it with the next `take`. A call that is never ended counts until its `timeoutMs` and a minute are over.
   */
  end(call: LimitedCall, isAccepted: boolean): unknown;
  /**
   * Lets no call of the client leave for `delayMs`, because the host has refused one; then one at a time, until one has
   * been accepted.
   */
  close(client: string, delayMs: number): unknown;
}

import { isEpsonConnectError } from '../index.js';

/** Exit codes of the command. Of several files the highest counts. */
export const EXIT = {
  /** Accepted; with `--wait`: printed. */
  ok: 0,
  failed: 1,
  usage: 2,
  authentication: 3,
  rateLimit: 4,
  /** A job may print or not, or was accepted and not seen to end. */
  unknown: 5,
} as const;

/** An error of the call, which the user must correct before anything can be sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const byName: Record<string, number | undefined> = {
  ConfigurationError: EXIT.usage,
  SettingError: EXIT.usage,
  AuthenticationError: EXIT.authentication,
  ReauthorizationRequiredError: EXIT.authentication,
  RateLimitError: EXIT.rateLimit,
  OutcomeUnknownError: EXIT.unknown,
};

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return (isEpsonConnectError(error) ? byName[error.name] : undefined) ?? EXIT.failed;
}

import type { LogEntry } from '../index.js';
import { plainText } from './plain-text.js';
import type { Terminal } from './terminal.js';

/** A shorter pause is over before anybody has read why there is one. */
const SHORTEST_TOLD_MS = 2000;

const LIMIT_CODES: readonly unknown[] = ['rate_limit_exceeded', 'status_429'];

/** Reports the reason of a pause, which would look like a hang; with `--verbose` also each request. */
export function logTo(terminal: Terminal, isVerbose: boolean): (entry: LogEntry) => void {
  return (entry) => {
    const { message, delayMs = 0, retryReason } = entry;
    const isPause = message === 'repeated' || message === 'paced';
    if (isVerbose && !isPause) terminal.note(lineOf(entry));
    if (!isPause || delayMs === Infinity || (delayMs < SHORTEST_TOLD_MS && !isVerbose)) return;
    const why =
      message === 'paced'
        ? 'the host takes 100 calls a minute'
        : LIMIT_CODES.includes(retryReason)
          ? 'too many calls'
          : `the host does not serve the request now (${plainText(retryReason)})`;
    const text = `${why}; waiting ${Math.max(1, Math.round(delayMs / 1000))} s`;
    if (isVerbose) terminal.note(text);
    else terminal.pause(text);
  };
}

/** Returns a line about one request. Nothing of it is secret: see `LogEntry`. */
function lineOf({
  message,
  method,
  path,
  status,
  error,
  attempt = 1,
  durationMs,
  job_id,
  hint,
}: LogEntry): string {
  const more = [
    durationMs !== undefined && `${durationMs} ms`,
    attempt > 1 && `try ${attempt}`,
    job_id && `job ${job_id}`,
  ].filter(Boolean);
  const what = [method, path, status ?? error ?? message].filter(Boolean).join(' ');
  const said = more.length > 0 ? `${what} (${more.join(', ')})` : what;
  return plainText(hint ? `${said} ${hint}` : said);
}

/** Returns whether an answer is a call limit. */
export async function isLimited(answer: Response): Promise<boolean> {
  if (answer.status === 429) return true;
  return answer.status === 403 && (await answer.text()).includes('"rate_limit_exceeded"');
}

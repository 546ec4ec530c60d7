import type { RunSummary } from './run-summary.js';

/** Returns remarks that no single call shows: on jobs that stopped half-way, and on a token for every print. */
export function remarksOn(summary: RunSummary): string[] {
  const created = summary.jobs.filter(({ id, isCancelled }) => id !== undefined && !isCancelled);
  const waiting = created.filter(({ steps }) => steps.upload.isDone && !steps.execute.isDone).length;
  const empty = created.filter(({ steps }) => !steps.upload.isDone && !steps.execute.isDone).length;
  const executed = created.filter(({ steps }) => steps.execute.isDone).length;
  const { count, needless } = summary.grants;
  const isPerPrint = executed > 1 && needless >= executed - 1;
  return [
    ...(waiting === 0
      ? []
      : [`${jobs(waiting)} given a file and never executed: nothing of it was printed.`]),
    ...(empty === 0 ? [] : [`${jobs(empty)} created and never given a file.`]),
    ...(isPerPrint
      ? [
          `The program authenticated ${count} times for ${executed} jobs, ${needless === 1 ? 'once' : `${needless} times`} while its token was good: a token is good for an hour, so keep it and authenticate once.`,
        ]
      : []),
  ];
}

/** Explains a run without a call to the mock: a sentence, and the possible reasons. */
export function whyNothingCame({ tunnels }: RunSummary): {
  readonly sentence: string;
  readonly reasons: readonly string[];
} {
  if (tunnels > 0) {
    return {
      sentence: `No call reached the mock, although the command connected to it ${tunnels === 1 ? 'once' : `${tunnels} times`}: it ended the connection before it asked for anything. It may be that`,
      reasons: [
        'it has a trust store of its own, and does not trust the certificate of the mock;',
        'it did not wait for the connection.',
      ],
    };
  }
  return {
    sentence:
      'Nothing reached the mock: the command made no call to Epson Connect, or it went somewhere else, perhaps to the host itself. It may be that',
    reasons: [
      'it ended before it printed;',
      'its HTTP library ignores HTTPS_PROXY (in Java, Apache HttpClient needs useSystemProperties()), or the program sets a proxy of its own;',
      'it connects to an IP address, or to another name than api.epsonconnect.com: does a setting such as EPSON_CONNECT_API_BASE_URL name one?',
      'it has a trust store of its own, and does not trust the certificate of the mock;',
      'its requests are made elsewhere: in a container, by a process that ran before, or with another environment.',
    ],
  };
}

function jobs(count: number): string {
  return count === 1 ? 'One job was' : `${count} jobs were`;
}

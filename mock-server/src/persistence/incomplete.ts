/** Names of the kinds of records for people; a token itself is not shown. */
const NAMES: Readonly<Record<string, string>> = {
  job: 'job',
  printer: 'printer',
  destinations: 'destinations of',
  access: 'an access token',
  refresh: 'a refresh token',
  notice: 'a notification',
  world: 'settings',
  clock: 'the clock',
  client: 'a client',
};
/** Number of things that a message names. */
const MOST_NAMED = 5;

/**
 * Says what a line was about of which only the beginning is there, and what to do. A process that is killed while it
 * writes leaves such a line, and then nobody was told that it was done. A file that was cut later leaves the same, and
 * then the line and all that followed it are lost.
 */
export function incompleteLine(begun: Buffer): string {
  const records = begun.toString('utf8').matchAll(/\["[^"]*","([a-z]+)","([^"]*)"/g);
  const named = [...records].map(([, kind = '', key = '']) =>
    [NAMES[kind] ?? kind, ...(['job', 'printer', 'destinations'].includes(kind) ? [key] : [])].join(' '),
  );
  const all = [...new Set(named)];
  const more = all.length > MOST_NAMED ? `, and ${all.length - MOST_NAMED} more` : '';
  const about = all.length === 0 ? '' : ` It was about ${all.slice(0, MOST_NAMED).join(', ')}${more}.`;
  return (
    `its last line is incomplete, and is left out.${about} If the mock was killed while it wrote, nothing that was ` +
    'answered is lost. If the file was cut by a copy, a full disk or a power failure, this change and all after it are ' +
    'lost although they were answered: compare the jobs with what your program knows, authenticate again, and send again ' +
    'what is missing'
  );
}

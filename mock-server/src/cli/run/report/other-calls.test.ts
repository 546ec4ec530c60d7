import { describe, expect, it } from 'vitest';
import { reportScene, type ReportScene } from '../../../test/report-scene.js';
import { authenticate, createJob, program, type Program } from '../../../test/watched-program.js';
import { MAIL } from '../../../test/mistakes/mistake.js';
import { report } from './report.js';
import { styleFor } from './style.js';

function reportOn({ input }: Program): string {
  input.summary.end();
  return report(input, { ...styleFor({ isTTY: false }, {}, 'linux'), columns: 1000 });
}

describe('a program that only scans', () => {
  it('is reported call by call, with what came of them', async () => {
    const own = await program();
    const { jobs, bearer } = await authenticate(own);
    const device = jobs.split('/')[2];
    const destinations = `${own.host.url}/api/1/scanning/scanners/${device}/destinations`;
    const json = { ...bearer, 'Content-Type': 'application/json' };
    await own.post(destinations, JSON.stringify(MAIL), json);
    for (let count = 0; count < 3; count += 1) await own.call('GET', destinations, undefined, bearer);
    const text = reportOn(own);
    const { pathname } = new URL(destinations);
    expect(text.slice(text.indexOf('Calls'))).toBe(
      [
        'Calls that belong to no job',
        `  ok   POST ${pathname}  201`,
        `  ok   GET ${pathname}  200, 3 times`,
        '  ok   POST /api/1/printing/oauth2/auth/token  200',
        '',
        'No job was created; 5 calls were answered; no rule was broken.',
        '',
      ].join('\n'),
    );
  });
});

describe('a program that authenticates often', () => {
  const printed = async ({ own }: Pick<ReportScene, 'own'>) => {
    const job = await createJob(own);
    await own.post(`${job.upload_uri}&File=1.pdf`, '%PDF-', { 'Content-Type': 'application/octet-stream' });
    await own.post(`${job.path}/print`, '', job.bearer);
    return job;
  };

  it('is told that its token was good', async () => {
    const own = await program();
    for (let count = 0; count < 3; count += 1) await printed({ own });
    expect(reportOn(own)).toContain(
      'The program authenticated 3 times for 3 jobs, 2 times while its token was good: ',
    );
  });

  it('is not blamed where it has cancelled the authentication before', async () => {
    const own = await program();
    for (let count = 0; count < 4; count += 1) {
      const { jobs, bearer } = await printed({ own });
      await own.call('DELETE', jobs.replace(/\/jobs$/, ''), undefined, bearer);
    }
    expect(reportOn(own)).not.toContain('The program authenticated');
  });

  it('is not blamed where each printer has a token of its own', async () => {
    const { own, token, form, grant } = await reportScene();
    for (const name of ['a', 'b', 'c']) {
      const answer = await token(form({ ...grant, username: `${name}@print.epsonconnect.com` }));
      const { access_token, subject_id } = JSON.parse(answer) as Record<string, string>;
      const bearer = { Authorization: `Bearer ${access_token}` };
      const jobs = `/printers/${subject_id}/jobs`;
      const asked = JSON.stringify({ job_name: name, print_mode: 'document' });
      const json = { ...bearer, 'Content-Type': 'application/json' };
      const job = JSON.parse(await own.post(jobs, asked, json)) as { id: string; upload_uri: string };
      await own.post(`${job.upload_uri}&File=1.pdf`, '%PDF-', { 'Content-Type': 'application/octet-stream' });
      await own.post(`${jobs}/${job.id}/print`, '', bearer);
    }
    expect(reportOn(own)).not.toContain('The program authenticated');
  });
});

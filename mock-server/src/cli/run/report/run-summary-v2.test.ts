import { describe, expect, it } from 'vitest';
import { createJob } from '../../../test/watched-program.js';
import { JOB_V2, reportSceneV2, type ReportSceneV2 } from '../../../test/report-scene-v2.js';
import { brokenRules, report } from './report.js';
import { styleFor } from './style.js';

/** The report when the program has ended. */
function reportOn({ own: { input } }: Pick<ReportSceneV2, 'own'>): string {
  input.summary.end();
  return report(input, { ...styleFor({ isTTY: false }, {}, 'linux'), columns: 1000 });
}

const jobsIn = (text: string) => text.split(/\nJob\b/).slice(1);

describe('the report on a program of version 2', () => {
  it('shows a job as its five steps', async () => {
    const scene = await reportSceneV2();
    await scene.send();
    await scene.execute();
    expect(reportOn(scene)).toBe(
      [
        '',
        "epson-connect-mock: 'print?[2J' it ended with exit code 0",
        '',
        `Job "a", ${scene.jobId}`,
        '  ok   consent        302',
        '  ok   token          200',
        '  ok   create         201',
        '  ok   upload         200  1.pdf, 617 bytes',
        '  ok   execute        202',
        '',
        '1 of 1 job executed; no rule was broken.',
        '',
      ].join('\n'),
    );
  });

  it('shows no consent where the program had a refresh token', async () => {
    const scene = await reportSceneV2();
    await scene.token({ grant_type: 'refresh_token', refresh_token: scene.tokens['refresh_token'] ?? '' });
    await scene.newJob();
    const [first = '', second = ''] = jobsIn(reportOn(scene));
    expect(first).toMatch(/ok {3}consent/);
    expect(second).toMatch(/ok {3}token {10}200\n {2}ok {3}create/);
    expect(second).not.toMatch(/^ {2}\S+ +consent .*Correct/m);
  });

  it('shows schedules, whose last step is to reserve them, and copies, which have their file', async () => {
    const scene = await reportSceneV2();
    await scene.send();
    await scene.execute();
    const copy = JSON.parse(await scene.json('/printing/jobs/copy', { fromJobId: scene.jobId })) as {
      jobId: string;
    };
    await scene.call('POST', `/api/2/printing/jobs/${copy.jobId}/print`, scene.device);
    const schedule = await scene.newSchedule();
    await scene.upload(schedule.uploadUri);
    await scene.reserve(schedule.scheduleJobId);
    const [, ofCopy = '', ofSchedule = ''] = jobsIn(reportOn(scene));
    expect(ofCopy).toMatch(/ok {3}copy {11}201\n {2}ok {3}execute {8}202/);
    expect(ofCopy).not.toContain('upload');
    expect(ofSchedule).toMatch(/ok {3}create {9}201\n {2}ok {3}upload {9}200.*\n {2}ok {3}reserve {8}202/);
    expect(brokenRules(scene.own.input).size).toBe(0);
  });

  it('names jobs, copies and schedules that have their file and are not printed', async () => {
    const scene = await reportSceneV2();
    await scene.send();
    await scene.json('/printing/jobs/copy', { fromJobId: scene.jobId });
    const [open, deleted] = [await scene.newSchedule(), await scene.newSchedule()];
    for (const { uploadUri } of [open, deleted]) await scene.upload(uploadUri);
    await scene.call('DELETE', `/api/2/scheduling/schedules/${deleted.scheduleJobId}`, scene.device);
    const text = reportOn(scene);
    expect(Object.fromEntries(brokenRules(scene.own.input))).toEqual({ 'execute-missing': 3 });
    const [ofJob = '', ofCopy = '', ofSchedule = '', ofDeleted = ''] = jobsIn(text);
    expect(ofJob).toMatch(/execute-missing: The file was uploaded.* Call execute .*\n.*JOB_ID\/print"/);
    expect(ofCopy).toMatch(/execute-missing: The job was copied with its file.*\n.*JOB_ID\/print"/);
    expect(ofSchedule).toMatch(/execute-missing: .* Reserve it .*\n.*SCHEDULE_ID\/reserve"/);
    expect(ofDeleted).toMatch(/reserve {8}not called {2}cancelled/);
    expect(ofDeleted).not.toContain('execute-missing:');
    expect(text).toContain('3 jobs were given a file and never executed: nothing of it was printed.');
  });

  it('tells an upload in the job that it was for, and other calls under their names', async () => {
    const scene = await reportSceneV2();
    await scene.call('GET', `/api/2/printing/jobs/${scene.jobId}/cancel`, scene.device);
    await scene.upload(scene.uploadUri.slice(0, -1));
    const schedule = await scene.newSchedule();
    await scene.call('POST', `${schedule.uploadUri}?File=1.png`, { 'Content-Type': 'image/png' }, 'x');
    await scene.call('PUT', `/api/2/scheduling/schedules/${schedule.scheduleJobId}`, scene.device);
    const [ofJob = '', ofSchedule = ''] = jobsIn(reportOn(scene));
    expect(ofJob).toMatch(
      /FAIL upload {9}404\n {9}key-unknown: .* Most likely the file was meant for this job/,
    );
    expect(ofJob).toMatch(/FAIL cancel {9}405\n {9}method-wrong: /);
    expect(ofSchedule).toMatch(/FAIL upload {9}404\n {9}key-unknown: .*appended with \?File=/);
    expect(ofSchedule).toMatch(/Correct: .*"\$UPLOAD_URI&File=1\.png"/);
    expect(ofSchedule).toMatch(/FAIL reserve {8}405\n/);
  });

  it('explains the variables of its own version, and of both where both were called', async () => {
    const scene = await reportSceneV2();
    await scene.execute();
    await scene.json('/printing/jobs', JOB_V2, {});
    const text = reportOn(scene);
    expect(text).toContain('UPLOAD_URI is uploadUri of the answer to create');
    expect(text).toContain('EPSON_CONNECT_API_KEY is the API key of your app');
    expect(text).not.toContain('upload_uri');
    const { path, bearer } = await createJob(scene.own);
    await scene.own.post(`${path}/print`, '', bearer);
    expect(reportOn(scene)).toContain(
      'UPLOAD_URI is upload_uri of the answer to print setting in version 1 and uploadUri of the answer to create in version 2',
    );
  });

  it('keeps the jobs of both versions apart, although their client has one ID', async () => {
    const scene = await reportSceneV2();
    await createJob(scene.own);
    const [first = '', second = ''] = jobsIn(reportOn(scene));
    expect(first).toMatch(/ok {3}consent .*\n {2}ok {3}token .*\n {2}ok {3}create /);
    expect(second).toMatch(/ok {3}authenticate {3}200\n {2}ok {3}print setting {2}201\n/);
  });
});

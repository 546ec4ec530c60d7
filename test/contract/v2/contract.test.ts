import { describe, expect, it } from 'vitest';
import { Contract } from '../../support/description/contract.js';
import { enumOf } from '../../support/description/description.js';
import { documentedRefusals } from '../../support/description/refusals.js';
import { describeAccess } from './access.contract.js';
import { describeAssumptions } from './assumptions.contract.js';
import { describeAuthorize } from './authorize.contract.js';
import { describeBothVersions } from './both-versions.contract.js';
import { describeCopySchedule } from './copy-schedule.contract.js';
import { describeCopy } from './copy.contract.js';
import { describeCreateJob } from './create-job.contract.js';
import { describeDestinations } from './destinations.contract.js';
import { describeDevice } from './device.contract.js';
import { describeExecute } from './execute.contract.js';
import { describeFaults } from './faults.contract.js';
import { describeJobLife } from './job-life.contract.js';
import { describeLimits } from './limits.contract.js';
import { describeNotification } from './notification.contract.js';
import { describeScheduleTimes } from './schedule-times.contract.js';
import { describeSchedules } from './schedules.contract.js';
import { describeToken } from './token.contract.js';
import { describeUpload } from './upload.contract.js';

// One file, so that the last test can tell what all the others met.
const contract = new Contract('v2/openapi.yaml');

describeAuthorize(contract);
describeToken(contract);
describeAccess(contract);
describeLimits(contract);
describeDevice(contract);
describeCreateJob(contract);
describeUpload(contract);
describeExecute(contract);
describeJobLife(contract);
describeCopy(contract);
describeSchedules(contract);
describeCopySchedule(contract);
describeScheduleTimes(contract);
describeBothVersions(contract);
describeDestinations(contract);
describeNotification(contract);
describeAssumptions(contract);
describeFaults(contract);

/** Words that only a fault gives, of all operations or of one: the mock has no such troubles of its own. */
const BY_FAULT_ONLY = [
  // These have neither a body nor anything in their path that could be wrong.
  ...['getDevice', 'getDefaultSettings', 'getNotification', 'listSchedules', 'listDestinations'].map(
    (operation) => `${operation} invalid_resource`,
  ),
  ...['internal_server_error', 'server_error'],
  // Every printer of the mock prints and scans, and none is taken away.
  ...['not_supported', 'device_not_found'],
  // Every app may use every grant.
  'unauthorized_client',
];

describe('coverage', () => {
  const successes = [...contract.operations.values()].flatMap(({ operationId, responses }) =>
    Object.keys(responses)
      .map(Number)
      .filter((status) => status < 400)
      .map((status) => [operationId, status] as const),
  );

  it.each(successes)('%s has been seen to answer %i', (operationId, status) => {
    const met = contract.met.some((each) => each.operationId === operationId && each.status === status);
    expect(met).toBe(true);
  });

  it.each(documentedRefusals(contract))(
    '%s has been seen to answer %i with %s',
    (operationId, status, word) => {
      const met = contract.met.filter(
        (each) => each.operationId === operationId && each.status === status && each.code === word,
      );
      expect(met).not.toEqual([]);
      const isFaultOnly =
        word === undefined
          ? status === 500
          : [word, `${operationId} ${word}`].some((each) => BY_FAULT_ONLY.includes(each));
      expect(
        met.some(({ byFault }) => !byFault),
        'met without a fault',
      ).toBe(!isFaultOnly);
    },
  );

  it.each(enumOf('v2/schemas/job.yaml', 'JobStatus'))('a job has been seen to be %s', (status) => {
    expect(contract.met.map(({ jobStatus }) => jobStatus)).toContain(status);
  });

  it.each(enumOf('v2/schemas/token.yaml', 'AuthorizationErrorCode'))(
    'a browser has been sent back with %s',
    (word) => {
      const sentBack = contract.met.some(({ status, code }) => status === 302 && code === word);
      // Nothing unexpected happens in the mock, and a fault answers with a page.
      expect(sentBack).toBe(word !== 'server_error');
    },
  );

  it('the description has all 24 operations', () => {
    expect(contract.operations.size).toBe(24);
  });
});

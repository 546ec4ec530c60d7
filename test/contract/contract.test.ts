import { describe, expect, it } from 'vitest';
import { Contract } from '../support/description/contract.js';
import { describeAccess } from './access.contract.js';
import { describeAssumptions } from './assumptions.contract.js';
import { describeCreateJob } from './create-job.contract.js';
import { describeDestinations } from './destinations.contract.js';
import { describeExecute } from './execute.contract.js';
import { describeFaults } from './faults.contract.js';
import { describeFit } from './fit.contract.js';
import { describeJobLife } from './job-life.contract.js';
import { describeLimits } from './limits.contract.js';
import { describeNotPrinted } from './not-printed.contract.js';
import { describePrinters } from './printers.contract.js';
import { describeToken } from './token.contract.js';
import { describeUpload } from './upload.contract.js';

// One file, so that the last test can tell what all the others met.
const contract = new Contract();

describeToken(contract);
describeCreateJob(contract);
describeUpload(contract);
describeExecute(contract);
describeAccess(contract);
describeJobLife(contract);
describeNotPrinted(contract);
describeLimits(contract);
describePrinters(contract);
describeFit(contract);
describeDestinations(contract);
describeAssumptions(contract);
describeFaults(contract);

/** Answers of faults only: the mock has no such troubles of its own. */
const BY_FAULT_ONLY = ['500', '503', 'executePrint 415'];
/** The operations of the guide come first, as they do in the description. */
const OPERATIONS = [
  ...['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'],
  ...['getPrintJob', 'cancelPrint', 'getCapability', 'getDevice', 'cancelAuthentication', 'setNotification'],
  ...['listDestinations', 'registerDestination', 'updateDestination', 'deleteDestination'],
];

describe('coverage', () => {
  const documented = [...contract.operations.values()].flatMap(({ operationId, responses }) =>
    Object.keys(responses).map((status) => [operationId, Number(status)] as const),
  );

  it.each(documented)('%s has been seen to answer %i', (operationId, status) => {
    const met = contract.met.filter((each) => each.operationId === operationId && each.status === status);
    expect(met).not.toEqual([]);
    const isFaultOnly =
      BY_FAULT_ONLY.includes(String(status)) || BY_FAULT_ONLY.includes(`${operationId} ${status}`);
    expect(
      met.some(({ byFault }) => !byFault),
      'met without a fault',
    ).toBe(!isFaultOnly);
  });

  it('the description has all operations of version 1, two of them on the token path', () => {
    expect([...contract.operations.keys()].sort()).toEqual([...OPERATIONS].sort());
  });
});

import { useState } from 'preact/hooks';
import { addressOf } from './address.js';
import type { Printer } from './api.js';
import type { components } from '../../src/generated/mock-control.js';
import { FileButton } from './file-button.js';
import { Group } from './controls.js';
import { order } from './notices.js';

type Schemas = components['schemas'];

/** Returns the sample document of the mock, as a file that somebody chose. */
export async function sampleFile(name: string): Promise<File> {
  const answer = await fetch('sample.pdf');
  return new File([await answer.blob()], name, { type: 'application/pdf' });
}

async function scan(file: File, { email }: Printer): Promise<Schemas['ScanOutcomes'] | undefined> {
  const form = new FormData();
  form.set('printer', email);
  form.set('file', file);
  const answer = fetch(addressOf('/scan'), { method: 'POST', body: form }).then(async (response) => {
    const body: unknown = await response.json();
    return response.ok
      ? { data: body as Schemas['ScanOutcomes'] }
      : { error: body as Schemas['ControlError'] };
  });
  return order<Schemas['ScanOutcomes']>(answer);
}

function outcomeText({ outcome }: Schemas['ScanOutcome']): string {
  if (typeof outcome === 'string') return outcome;
  return 'status' in outcome ? `answered ${outcome.status}` : outcome.failure;
}

/** Scans a page at a printer, and says what its destinations answered. */
export function ScanControls({ printer }: { printer: Printer }) {
  const [deliveries, tell] = useState<readonly Schemas['ScanOutcome'][] | undefined>(undefined);
  const [isRunning, run] = useState(false);
  const start = async (file: File) => {
    run(true);
    tell((await scan(file, printer))?.deliveries);
    run(false);
  };
  return (
    <Group title="Scan at this printer">
      <button type="button" disabled={isRunning} onClick={() => void sampleFile('scan.pdf').then(start)}>
        Scan the sample page
      </button>
      <FileButton
        text="Scan a JPEG or PDF"
        accept=".pdf,.jpg,.jpeg"
        isOff={isRunning}
        take={(file) => void start(file)}
      />
      <div class="outcome" role="status">
        {isRunning && 'Sends the scan…'}
        {!isRunning && deliveries?.length === 0 && (
          <p>
            The printer has no destination, so the scan went nowhere. A program registers one with the
            operation registerDestination.
          </p>
        )}
        {!isRunning &&
          deliveries?.map((delivery) => (
            <p key={delivery.destination}>
              <b>{delivery.alias_name}</b> {delivery.destination}: {outcomeText(delivery)}
            </p>
          ))}
      </div>
    </Group>
  );
}

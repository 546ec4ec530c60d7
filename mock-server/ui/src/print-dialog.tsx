import { signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Calls } from './calls.js';
import { fit, settingFor, type Capability, type Chosen, type Version } from './capability.js';
import { Dialog } from './dialog.js';
import { PrinterChoice } from './controls.js';
import { FileButton } from './file-button.js';
import { CredentialFields, SettingFields } from './print-fields.js';
import { Caller, Stopped, type Call } from './print-calls.js';
import { authenticate, capabilityOf, credentialsOf, print, type Credentials } from './print-steps.js';
import { sampleFile } from './scan-controls.js';
import { selectedId, state } from './store.js';
import { shownClient } from './worlds.js';

/** The file that is about to be printed, while the dialog is open. */
export const printing = signal<{ readonly file: File | undefined } | undefined>(undefined);

/** The dialog that prints a file. A file that is dropped anywhere on the page opens it. */
export function PrintHere() {
  const [isOver, over] = useState(false);
  useEffect(() => {
    const ends = new AbortController();
    const on = (name: 'dragover' | 'dragleave' | 'drop', take: (event: DragEvent) => void) =>
      addEventListener(name, take, { signal: ends.signal });
    on('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      over(true);
    });
    on('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) over(false);
    });
    on('drop', (event) => {
      over(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      printing.value = { file };
    });
    return () => ends.abort();
  }, []);
  return (
    <>
      {isOver && <p class="drop">Drop a file to print it</p>}
      {printing.value !== undefined && (
        <PrintDialog dropped={printing.value.file} close={() => (printing.value = undefined)} />
      )}
    </>
  );
}

const modeOf = ({ name }: File) => (/\.(jpe?g|png|bmp|gif|tiff?)$/i.test(name) ? 'photo' : 'document');

function PrintDialog({ dropped, close }: { dropped: File | undefined; close: () => void }) {
  const { printers = [] } = state.value ?? {};
  const client = shownClient();
  const clientId = client?.client_id ?? '';
  const versions = client?.api_versions ?? [];
  const [file, choose] = useState(dropped);
  const [name, setName] = useState<string | undefined>(undefined);
  const [version, setVersion] = useState<Version>(versions.includes(1) ? 1 : 2);
  const [email, setEmail] = useState<string | undefined>(undefined);
  const [mode, setMode] = useState(dropped === undefined ? 'document' : modeOf(dropped));
  const [given, give] = useState<Credentials | undefined>(undefined);
  const [capability, know] = useState<Capability | undefined>(undefined);
  const [chosen, chooseSetting] = useState<Chosen | undefined>(undefined);
  const [calls, tell] = useState<readonly Call[]>([]);
  const [run, setRun] = useState<AbortController | undefined>(undefined);
  const [jobId, setJobId] = useState<string | undefined>(undefined);
  const ended = useRef<HTMLButtonElement>(null);

  const printer = printers.find((each) => each.email === email) ?? printers[0];
  const credentials = given ?? credentialsOf(version, clientId);
  const canCall = credentials.clientSecret !== '' && (version === 1 || credentials.apiKey !== '');

  const take = (next: File) => {
    choose(next);
    setMode(modeOf(next));
  };
  // Another file that is dropped while the dialog is open.
  useEffect(() => {
    if (dropped !== undefined) take(dropped);
  }, [dropped]);

  // The settings are those that the printer can do, so its capability is asked for first.
  useEffect(() => {
    if (printer === undefined || !canCall) return;
    const ends = new AbortController();
    const caller = new Caller((told) => !ends.signal.aborted && tell(told), ends.signal);
    void (async () => {
      try {
        const session = await authenticate(caller, version, printer.email, credentials);
        const known = await capabilityOf(caller, session, mode);
        know(known);
        chooseSetting((wish) => fit(known, wish));
        tell([]);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        if (!ends.signal.aborted) know(undefined);
      }
    })();
    return () => ends.abort();
  }, [printer?.email, version, mode, given]);

  const start = async () => {
    if (printer === undefined || file === undefined) return;
    const ends = new AbortController();
    setRun(ends);
    setJobId(undefined);
    const caller = new Caller(tell, ends.signal);
    try {
      const session = await authenticate(caller, version, printer.email, credentials);
      const setting =
        chosen === undefined || capability === undefined ? undefined : settingFor(version, chosen);
      await print(caller, session, { file, name: name ?? nameOf(file), mode, setting }, (id) => {
        setJobId(id);
        selectedId.value = id;
      });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    setRun(undefined);
    ended.current?.focus();
  };
  useEffect(() => () => run?.abort(), [run]);

  return (
    <Dialog title="Print a file" close={close} class="print-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <div class="fields">
          <div class="wide files">
            <FileButton text="Choose a file" take={take} />
            <button type="button" onClick={() => void sampleFile('sample.pdf').then(take)}>
              Take the sample page
            </button>
            {file === undefined ? (
              <span>or drop one on the page</span>
            ) : (
              <span>
                <b>
                  <bdi>{file.name}</bdi>
                </b>
                , {file.size.toLocaleString('en')} bytes
              </span>
            )}
          </div>
          <label>
            Job name
            <input
              type="text"
              value={name ?? (file === undefined ? '' : nameOf(file))}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
            />
          </label>
          <label>
            Kind of file
            <select value={mode} onChange={({ currentTarget }) => setMode(currentTarget.value)}>
              <option value="document">Document</option>
              <option value="photo">Photo</option>
            </select>
          </label>
          <label>
            Version of the API
            <select
              value={version}
              onChange={({ currentTarget }) => {
                setVersion(currentTarget.value === '2' ? 2 : 1);
                give(undefined);
              }}
            >
              <option value={1}>1</option>
              <option value={2}>2</option>
            </select>
          </label>
          {printer !== undefined && (
            <div class="field">
              Printer
              <PrinterChoice printers={printers} chosen={printer} choose={setEmail} />
            </div>
          )}
        </div>
        {!canCall && <CredentialFields version={version} clientId={clientId} give={give} />}
        {capability !== undefined && chosen !== undefined && (
          <SettingFields
            capability={capability}
            chosen={chosen}
            choose={(next) => chooseSetting(fit(capability, next))}
          />
        )}
        <Calls calls={calls} />
        <div class="ends">
          {run === undefined ? (
            // Keyed: the click that stops must not become one that prints.
            <button
              key="print"
              ref={ended}
              type="submit"
              class={jobId === undefined ? 'main' : ''}
              disabled={file === undefined || printer === undefined || !canCall}
            >
              {jobId === undefined ? 'Print' : 'Print again'}
            </button>
          ) : (
            <button key="stop" type="button" onClick={() => run.abort()}>
              Stop
            </button>
          )}
          {file === undefined && <span class="missing">Choose a file first.</span>}
          {jobId !== undefined && run === undefined && (
            <button type="button" class="main" onClick={close}>
              Show the job
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

const nameOf = ({ name }: File) => [...name].slice(0, 256).join('');

import { render } from 'preact';
import { Empty } from './empty.js';
import { listenToKeys } from './keys.js';
import { Sheets } from './sheets.js';
import { connection, follow, jobs, selected } from './store.js';
import { Story } from './story.js';
import { Top } from './top.js';
import { Tray } from './tray.js';

function App() {
  const job = selected.value;
  return (
    <>
      <Top />
      <main>
        <Tray />
        <section class={job === undefined ? 'sheet' : 'sheet open'} aria-label="Sheets">
          {job !== undefined ? <Sheets job={job} /> : jobs.value.length === 0 ? <Empty /> : <Hint />}
        </section>
        <section class={job === undefined ? 'story' : 'story open'} aria-label="What happened">
          <Story />
        </section>
      </main>
      {connection.value === 'lost' && (
        <p class="lost" role="alert">
          The mock does not answer. This page goes on as soon as it does.
        </p>
      )}
    </>
  );
}

const Hint = () => <p class="hint">Choose a job to see what came out of the printer.</p>;

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
follow();
listenToKeys();

import { effect } from '@preact/signals';
import { render } from 'preact';
import { Empty } from './empty.js';
import { follow } from './follow.js';
import { listenToKeys } from './keys.js';
import { Sheets } from './sheets.js';
import { connection, jobs, selected, selectedId, unreadCount } from './store.js';
import { Story } from './story.js';
import { Top } from './top.js';
import { Tray } from './tray.js';

const TITLE = document.title;

function App() {
  const job = selected.value;
  return (
    <>
      <Top />
      <main>
        <Tray />
        {job !== undefined && (
          <button type="button" class="back" onClick={() => (selectedId.value = undefined)}>
            ‹ All jobs
          </button>
        )}
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
      {connection.value === 'refused' && (
        <p class="lost" role="alert">
          The mock was started anew and wants its token again. <a href="">Enter it</a>
        </p>
      )}
    </>
  );
}

const Hint = () => (
  <div class="hint">
    <p>Choose a job to see what came out of the printer.</p>
    <p class="keys">
      <kbd>j</kbd> <kbd>k</kbd> next and previous job · <kbd>Enter</kbd> open · <kbd>/</kbd> search ·{' '}
      <kbd>Esc</kbd> close
    </p>
  </div>
);

effect(() => {
  document.title = unreadCount.value === 0 ? TITLE : `(${unreadCount.value}) ${TITLE}`;
});

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
follow();
listenToKeys();

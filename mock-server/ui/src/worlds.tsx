import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, query, type Client } from './api.js';

const AGAIN_MS = 10_000;

/** The clients of the mock, the first of which is shown unless another one is chosen. */
export const clients = signal<readonly Client[]>([]);

/** Returns the client whose world is shown, if the mock knows it. */
export function shownClient(): Client | undefined {
  if (query.client_id === undefined) return clients.value[0];
  return clients.value.find(({ client_id }) => client_id === query.client_id);
}

async function look(): Promise<void> {
  if (document.hidden) return;
  const { data } = await api.GET('/_mock/api/clients').catch(() => ({ data: undefined }));
  // Nothing is drawn again where nothing has changed.
  if (data !== undefined && JSON.stringify(data.clients) !== JSON.stringify(clients.value))
    clients.value = data.clients;
}

const show = (id: string) => location.assign(`?client_id=${encodeURIComponent(id)}`);

/** The choice of the client whose world is shown, where there is more than one. */
export function Worlds() {
  useEffect(() => {
    void look();
    const lookAgain = () => void look();
    const again = setInterval(lookAgain, AGAIN_MS);
    addEventListener('focus', lookAgain);
    return () => {
      clearInterval(again);
      removeEventListener('focus', lookAgain);
    };
  }, []);
  const [first] = clients.value;
  if (first === undefined) return null;
  const shown = shownClient();
  if (shown === undefined)
    return (
      <span class="chip on" role="alert">
        The mock does not know the client {query.client_id}.
        <button type="button" onClick={() => show(first.client_id)}>
          Show the first one
        </button>
      </span>
    );
  if (clients.value.length === 1) return null;
  return (
    <label class="world">
      Client{' '}
      <select value={shown.client_id} onChange={({ currentTarget }) => show(currentTarget.value)}>
        {clients.value.map(({ client_id, api_versions, jobs }) => (
          <option key={client_id} value={client_id}>
            {client_id} ({api_versions.map((version) => `v${version}`).join(', ') || 'any'}, {jobs}{' '}
            {jobs === 1 ? 'job' : 'jobs'})
          </option>
        ))}
      </select>
    </label>
  );
}

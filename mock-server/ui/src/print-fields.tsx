import { useState } from 'preact/hooks';
import { optionsOf, wordText, type Capability, type Chosen, type Version } from './capability.js';
import type { Credentials } from './print-steps.js';

interface SettingFieldsProps {
  readonly capability: Capability;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}

/** The fields of a print setting, with what the printer can do. */
export function SettingFields({ capability, chosen, choose }: SettingFieldsProps) {
  const options = optionsOf(capability, chosen);
  const isTwoSided = chosen.sided !== 'none';
  const word = (
    label: string,
    member: 'size' | 'type' | 'quality' | 'source' | 'color',
    words: readonly string[],
  ) => (
    <label>
      {label}
      <select
        value={chosen[member]}
        onChange={({ currentTarget }) => choose({ ...chosen, [member]: currentTarget.value })}
      >
        {words.map((each) => (
          <option key={each} value={each}>
            {wordText(each)}
          </option>
        ))}
      </select>
    </label>
  );
  const check = (label: string, member: 'borderless' | 'reverse' | 'collate', isPossible: boolean) => (
    <label class="check">
      <input
        type="checkbox"
        checked={chosen[member]}
        disabled={!isPossible}
        onChange={({ currentTarget }) => choose({ ...chosen, [member]: currentTarget.checked })}
      />
      {label}
    </label>
  );
  return (
    <fieldset class="fields">
      <legend>Settings that this printer can do</legend>
      {word('Paper size', 'size', options.sizes)}
      {word('Paper type', 'type', options.types)}
      {word('Quality', 'quality', options.qualities)}
      {word('Tray', 'source', options.sources)}
      {word('Color', 'color', options.colors)}
      <label>
        Sides
        <select
          value={chosen.sided}
          disabled={!options.twoSided}
          onChange={({ currentTarget }) => choose({ ...chosen, sided: currentTarget.value })}
        >
          <option value="none">One side</option>
          <option value="long">Both, turned at the long edge</option>
          <option value="short">Both, turned at the short edge</option>
        </select>
      </label>
      <label>
        Copies
        <input
          type="number"
          min={1}
          max={99}
          required
          value={chosen.copies}
          onChange={({ currentTarget }) => choose({ ...chosen, copies: currentTarget.valueAsNumber || 1 })}
        />
      </label>
      <div class="checks">
        {check('Borderless', 'borderless', options.borderless)}
        {check('Last page first', 'reverse', !isTwoSided)}
        {check('Set by set', 'collate', !isTwoSided)}
      </div>
    </fieldset>
  );
}

interface CredentialFieldsProps {
  readonly version: Version;
  readonly clientId: string;
  readonly give: (credentials: Credentials) => void;
}

/** The fields for the credentials of a client, because the mock shows them to nobody. */
export function CredentialFields({ version, clientId, give }: CredentialFieldsProps) {
  const [clientSecret, setSecret] = useState('');
  const [apiKey, setKey] = useState('');
  return (
    <fieldset class="fields">
      <legend>Credentials of the client {clientId}</legend>
      <p class="wide">
        The mock shows the credentials of a client to nobody. This page keeps them until the dialog is closed.
      </p>
      <label>
        Client secret
        <input
          type="password"
          autocomplete="off"
          onInput={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      </label>
      {version === 2 && (
        <label>
          API key
          <input
            type="password"
            autocomplete="off"
            onInput={({ currentTarget }) => setKey(currentTarget.value)}
          />
        </label>
      )}
      <button
        type="button"
        disabled={clientSecret === '' || (version === 2 && apiKey === '')}
        onClick={() => give({ clientId, clientSecret, apiKey })}
      >
        Use these
      </button>
    </fieldset>
  );
}

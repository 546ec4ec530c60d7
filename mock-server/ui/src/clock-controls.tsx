import { useEffect, useState } from 'preact/hooks';
import { Group } from './controls.js';
import { state } from './store.js';
import { changeClock } from './switched.js';

const HOUR_MS = 3_600_000;
const SPEEDS = [1, 60, 3600];

/** Moves, freezes and speeds up the clock of the world. */
export function ClockControls() {
  const clock = state.value?.clock;
  const now = useNow();
  if (clock === undefined) return null;
  const { is_frozen: isFrozen, speed } = clock;
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed];
  return (
    <Group title="Clock">
      <small>
        {now.replace('T', ' ')} UTC{isFrozen && ', stands still'}
      </small>
      <button type="button" onClick={() => void changeClock({ advance_ms: HOUR_MS })}>
        An hour on
      </button>
      <button type="button" onClick={() => void changeClock({ advance_ms: 72 * HOUR_MS })}>
        Three days on
      </button>
      <button
        type="button"
        class="unusual"
        aria-pressed={isFrozen}
        onClick={() => void changeClock({ freeze: !isFrozen })}
      >
        Freeze
      </button>
      <span class="choices" role="group" aria-label="Speed of the clock">
        {speeds.map((each) => (
          <button
            key={each}
            type="button"
            class={each === 1 ? '' : 'unusual'}
            aria-pressed={speed === each}
            onClick={() => void changeClock({ speed: each })}
          >
            {each === 1 ? 'Real time' : `${each} ×`}
          </button>
        ))}
      </span>
    </Group>
  );
}

/** Returns the time of the world, second by second. The stream tells it only when the clock was changed. */
function useNow(): string {
  const clock = state.value?.clock;
  const [toldAt, tell] = useState(Date.now());
  const [, draw] = useState(0);
  useEffect(() => tell(Date.now()), [clock]);
  useEffect(() => {
    const timer = setInterval(() => draw((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  if (clock === undefined) return '';
  const passedMs = clock.is_frozen ? 0 : Math.max(0, Date.now() - toldAt) * clock.speed;
  return new Date(Date.parse(clock.now) + passedMs).toISOString().slice(0, 19);
}

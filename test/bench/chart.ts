import type { Curve } from './results.js';
import { spreadOf } from './statistics.js';

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 70;
// Half of the longest size that stands below the axis.
const RIGHT = 34;
const TOP = 44;
const BOTTOM = 52;

/** Readable on white and on black: the reader's own setting decides. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-size: 14px; font-weight: 600 }
  .grid { stroke: #ddd } .axis { stroke: #888 }
  .spread { stroke: #2a6fdb; stroke-width: 2; opacity: .35 }
  .line { stroke: #2a6fdb; stroke-width: 2; fill: none } .dot { fill: #2a6fdb }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .grid { stroke: #3a3a3a } .axis { stroke: #999 }
    .spread, .line { stroke: #7db0ff } .dot { fill: #7db0ff }
  }`;

/**
 * Draws a curve as SVG: sizes on a logarithmic axis, costs from 0 on, so that what stays level costs the same at every
 * size. Each point is a median with the spread of its rounds.
 */
export function chart({ title, x, y, points }: Curve): string {
  const spreads = points.map(({ x: size, values }) => ({ size, ...spreadOf(values) }));
  const [first = 1, last = 1] = [spreads[0]?.size, spreads.at(-1)?.size];
  const top = niceTop(Math.max(...spreads.map(({ most }) => most)));
  const place = (size: number) =>
    first === last
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(size / first)) / Math.log(last / first);
  const level = (cost: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * cost) / top;

  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * top);
  const grid = ticks.map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${at(level(tick))}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${at(level(tick) + 4)}" text-anchor="end">${short(tick)}</text>`,
  );
  const marks = spreads.map(
    ({ size, median, least, most }) =>
      `<text x="${at(place(size))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${size.toLocaleString('en')}</text>` +
      `<path class="spread" d="M${at(place(size))} ${at(level(least))}V${at(level(most))}"/>` +
      `<circle class="dot" cx="${at(place(size))}" cy="${at(level(median))}" r="4"/>`,
  );
  const line = spreads.map(({ size, median }) => `${at(place(size))} ${at(level(median))}`).join('L');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="${LEFT}" y="22">${escape(title)}</text>`,
    ...grid,
    `<path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none"/>`,
    `<path class="line" d="M${line}"/>`,
    ...marks,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escape(x)}</text>`,
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escape(y)}</text>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The next 1, 2, 4 or 8 times a power of ten. */
export function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 4, 8].find((step) => step * power >= most) ?? 10) * power;
}

const at = (position: number) => Number(position.toFixed(1));
const short = (tick: number) => Number(tick.toPrecision(3)).toLocaleString('en');
const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

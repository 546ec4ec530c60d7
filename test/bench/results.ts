/** The figures of one measure, for each program, round by round. */
export interface Series {
  readonly title: string;
  /** `ms`, `MiB`, `/s` and so on. */
  readonly unit: string;
  /** The program whose figures divide the others. */
  readonly base: string;
  readonly values: Readonly<Record<string, number[]>>;
}

/** A cost that grows. */
export interface Curve {
  readonly title: string;
  /** The quantity that grows, with its unit. */
  readonly x: string;
  /** The cost, with its unit. */
  readonly y: string;
  readonly points: { readonly x: number; readonly values: number[] }[];
}

/** All that a run has measured, and why something was not. This is the raw data of the report. */
export interface Data {
  readonly series: Readonly<Record<string, Series>>;
  readonly curves: Readonly<Record<string, Curve>>;
  readonly missing: readonly { readonly what: string; readonly why: string }[];
}

type About = Pick<Series, 'title' | 'unit' | 'base'>;

/** Collects figures while a run goes on. */
export class Results implements Data {
  readonly series: Record<string, Series & { readonly values: Record<string, number[]> }> = {};
  readonly curves: Record<string, Curve> = {};
  readonly missing: { what: string; why: string }[] = [];

  /** @returns takes the figure that somebody reached in the next round */
  measure(id: string, about: About): (who: string, value: number) => void {
    const { values } = (this.series[id] ??= { ...about, values: {} });
    return (who, value) => void (values[who] ??= []).push(value);
  }

  /** @returns takes what something cost at a size, in the next round */
  follow(id: string, about: Pick<Curve, 'title' | 'x' | 'y'>): (x: number, value: number) => void {
    const { points } = (this.curves[id] ??= { ...about, points: [] });
    return (x, value) => {
      const point = points.find((each) => each.x === x);
      if (point !== undefined) return void point.values.push(value);
      points.push({ x, values: [value] });
      points.sort((a, b) => a.x - b.x);
    };
  }

  /** Says why something has no figure; once is enough. */
  miss(what: string, error: unknown): void {
    const why = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    if (!this.missing.some((each) => each.what === what && each.why === why))
      this.missing.push({ what, why });
  }
}

// What is counted while the period moves. Plain functions: no map, no state.

import { dayInWords } from "./dom";
import type { Counted, DayCounts, Row } from "./wire";

export type Period = [number, number];

/** The first place in ascending days that is not before `day`. */
function notBefore(days: number[], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Days and how often each occurs, summed up so that a period is counted by two look-ups. */
export class Tally {
  readonly days: number[] = [];
  private readonly before: number[] = [0];

  /** @param steps the first day, then the steps from each to the next; how often each occurs */
  constructor([steps, counts]: DayCounts) {
    let day = 0;
    let sum = 0;
    steps.forEach((step, i) => {
      this.days.push((day += step));
      this.before.push((sum += counts[i]));
    });
  }

  /** How many lie in the period, both ends included. */
  in([first, last]: Period): number {
    return Math.max(0, this.before[notBefore(this.days, last + 1)] - this.before[notBefore(this.days, first)]);
  }
}

/**
 * The rows that have anything in the period, each with its count `n`, its size `s`, the colour `c`
 * of its most frequent class (of equal ones the first) and its tooltip.
 */
export function recount(rows: Row[], counted: Counted, period: Period, only: number | null): Row[] {
  const shown: Row[] = [];
  for (const row of rows) {
    const days = row.days as number[];
    const classes = row.of as number[];
    const end = notBefore(days, period[1] + 1);
    const perClass = new Map<number, number>();
    let n = 0;
    let last = 0;
    for (let i = notBefore(days, period[0]); i < end; i++) {
      if (only !== null && classes[i] !== only) continue;
      perClass.set(classes[i], (perClass.get(classes[i]) ?? 0) + 1);
      n += 1;
      last = days[i];
    }
    if (n === 0) continue;
    let leading = -1;
    for (const [one, count] of perClass) {
      const most = perClass.get(leading) ?? 0;
      if (count > most || (count === most && one < leading)) leading = one;
    }
    const { label, colour } = counted.classes[leading];
    const words = (n === 1 ? counted.one : counted.many)
      .replace("{n}", String(n))
      .replace("{class}", label)
      .replace("{last}", dayInWords(last));
    const size = counted.sizes[Math.min(n, counted.sizes.length - 1)];
    shown.push({ ...row, n: String(n), s: size, c: colour, tip_body: words });
  }
  return shown;
}

/** Bars of a histogram: the first day of each, and how many days fall into it. */
export interface Bars {
  width: number;
  unit: string;
  first: number;
  counts: number[];
}

const MONDAY = 4; // 5 January 1970
const UNITS: [number, string][] = [[1, "per day"], [7, "per week"], [28, "per four weeks"]];

/** Bars over the domain, as narrow as fits at most `most` of them; weeks begin on Mondays. */
export function barsOf(tally: Tally, domain: Period, most: number): Bars {
  const span = domain[1] - domain[0] + 1;
  const [width, unit] = UNITS.find(([days]) => span / days <= most) ?? UNITS[UNITS.length - 1];
  const first = width === 1 ? domain[0] : Math.floor((domain[0] - MONDAY) / width) * width + MONDAY;
  const bars = Math.floor((domain[1] - first) / width) + 1;
  const counts = Array.from({ length: bars }, (_, i) => {
    const from = first + i * width;
    return tally.in([Math.max(from, domain[0]), Math.min(from + width - 1, domain[1])]);
  });
  return { width, unit, first, counts };
}

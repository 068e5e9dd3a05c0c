// Time: the histogram with its brush and playhead, and playback. All of it happens in the browser;
// a period is handed on once, when it is let go of.

import { barsOf, Tally, type Bars, type Period } from "./count";
import {
  button, dayInWords, element, firstDayOf, numberInWords, svg, yearOf,
} from "./dom";
import type { Time } from "./wire";

const HEIGHT = 64;
const LEAST_BAR_PX = 2;
const PLAY = "M8 5v14l11-7z";
const PAUSE = "M6 5h4v14H6zM14 5h4v14h-4z";
const BACK = "M6 6h2v12H6zM9.5 12 18 6v12z";
const ON = "M16 6h2v12h-2zM6 6l8.5 6L6 18z";
const STEPS: [string, number][] = [["1 day", 1], ["7 days", 7], ["30 days", 30]];
const SPEEDS: [string, number][] = [["slow", 1600], ["normal", 800], ["fast", 400]];
const BIG_STEP_DAYS = 30;

export interface Playhead {
  /** The last day shown; the first is that of the period, or of the step. */
  at: number;
}

export class Timeline {
  readonly root: HTMLElement;
  private readonly text: HTMLElement;
  private readonly chart: SVGElement;
  private readonly first: HTMLElement;
  private readonly last: HTMLElement;
  private readonly playButton: HTMLButtonElement;
  private readonly step: HTMLSelectElement;
  private readonly speed: HTMLSelectElement;
  private readonly show: HTMLSelectElement;
  private readonly leave: HTMLButtonElement;
  private time: Time | null = null;
  private tally = new Tally([[], []]);
  private period: Period = [0, 0];
  private sent: Period = [0, 0];
  private playhead: Playhead | null = null;
  private timer = 0;
  private releasing = 0;
  private frame = 0;
  private dragging = false;
  private width = 0;
  private readonly resized: ResizeObserver;

  /**
   * @param onMove what to draw: called at most once a frame, with the days that are shown
   * @param onRelease a period was chosen
   */
  constructor(
    private readonly onMove: (shown: Period) => void,
    private readonly onRelease: (period: Period) => void,
  ) {
    this.text = element("p", { class: "when", "aria-live": "off" });
    this.chart = svg("svg", { class: "histogram", height: HEIGHT, "aria-hidden": "true" });
    this.first = this.handle("First day");
    this.last = this.handle("Last day");
    const brush = element("div", { class: "brush" }, this.first, this.last);
    brush.prepend(this.chart);
    this.playButton = button("Play", PLAY, () => this.toggle());
    this.step = choice("Step by", STEPS.map(([name]) => name), 1, () => this.again());
    this.speed = choice("Speed", SPEEDS.map(([name]) => name), 1, () => this.again());
    this.show = choice("Show", ["all since the first day", "one step"], 0, () => this.again());
    this.leave = element("button", { type: "button", class: "leave" }, "Leave playback");
    this.leave.onclick = () => this.end();
    const settings = element("details", { class: "settings" },
      element("summary", { "aria-label": "Settings of playback", title: "Settings" }, "\u2699"),
      element("div", {}, labelled(this.step), labelled(this.speed), labelled(this.show)));
    const bar = element("div", { class: "controls" },
      this.playButton,
      button("Step back", BACK, () => this.move(-1)),
      button("Step on", ON, () => this.move(1)),
      settings, this.text, this.leave);
    this.root = element("div", { class: "timeline", role: "group", "aria-label": "Time" }, bar, brush);
    this.chart.addEventListener("pointerdown", (event) => this.brush(event as PointerEvent));
    this.resized = new ResizeObserver(([entry]) => {
      this.width = entry.contentRect.width;
      this.draw();
    });
    this.resized.observe(brush);
  }

  /** The days that are on the map now. */
  get shown(): Period {
    if (!this.playhead) return this.period;
    const from = this.show.selectedIndex === 1 ? this.playhead.at - this.days() + 1 : this.period[0];
    return [Math.max(from, this.period[0]), this.playhead.at];
  }

  /** Take what Python says, but for a period that is older than the one that is being chosen. */
  update(time: Time | null, isCurrent: boolean): void {
    this.root.hidden = !time;
    if (time && JSON.stringify(time.days) !== JSON.stringify(this.time?.days)) {
      this.tally = new Tally(time.days);
    }
    this.time = time;
    if (!time) {
      this.pause();
      return;
    }
    if (isCurrent && !this.dragging) {
      if (this.period[0] !== time.period[0] || this.period[1] !== time.period[1]) this.end();
      this.period = this.sent = [...time.period];
    }
    this.draw();
  }

  destroy(): void {
    this.pause();
    window.clearTimeout(this.releasing);
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
  }

  private handle(name: string): HTMLElement {
    const grip = element("div", { class: "grip", role: "slider", tabindex: "0", "aria-label": name });
    grip.onkeydown = (event) => this.key(event, name === "First day" ? 0 : 1);
    grip.onpointerdown = (event) => this.drag(event, name === "First day" ? 0 : 1);
    return grip;
  }

  private key(event: KeyboardEvent, end: 0 | 1): void {
    const steps: Record<string, number> = {
      ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
      PageDown: -BIG_STEP_DAYS, PageUp: BIG_STEP_DAYS, Home: -1e6, End: 1e6,
    };
    const step = steps[event.key];
    if (step === undefined || !this.time) return;
    event.preventDefault();
    const period: Period = [...this.period];
    period[end] += step;
    this.set(this.within(period, end));
    window.clearTimeout(this.releasing);
    this.releasing = window.setTimeout(() => this.release(), 400);
  }

  /** The period within the domain, its ends in order. */
  private within(period: Period, end: 0 | 1): Period {
    const [low, high] = this.time!.domain;
    const [first, last] = period.map((day) => Math.min(high, Math.max(low, day)));
    return end === 0 ? [Math.min(first, last), last] : [first, Math.max(first, last)];
  }

  private set(period: Period): void {
    this.playhead = null;
    this.pause();
    this.period = period;
    if (!this.frame) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.draw();
        this.onMove(this.shown);
      });
    }
  }

  private release(): void {
    if (this.sent[0] === this.period[0] && this.sent[1] === this.period[1]) return;
    this.sent = [...this.period];
    this.onRelease(this.period);
  }

  private dayAt(event: PointerEvent): number {
    const box = this.chart.getBoundingClientRect();
    const [low, high] = this.time!.domain;
    const share = (event.clientX - box.left) / Math.max(box.width, 1);
    return Math.min(high, Math.max(low, low + Math.floor(share * (high - low + 1))));
  }

  private place(day: number): number {
    const [low, high] = this.time!.domain;
    return ((day - low) / (high - low + 1)) * this.width;
  }

  /** Drag one end. */
  private drag(event: PointerEvent, end: 0 | 1): void {
    event.stopPropagation();
    this.follow(event, (at) => {
      const period: Period = [...this.period];
      period[end] = this.dayAt(at);
      return this.within(period, end);
    });
  }

  /** Draw a new period; inside a shorter one than the whole, move it; a press alone takes a bar. */
  private brush(event: PointerEvent): void {
    if (!this.time) return;
    const start = this.dayAt(event);
    const [low, high] = this.time.domain;
    const [first, last] = this.period;
    const isWhole = first === low && last === high;
    const moves = !isWhole && start >= first && start <= last;
    const x = event.clientX;
    let dragged = false;
    this.follow(event, (at) => {
      dragged ||= Math.abs(at.clientX - x) > 3;
      if (!dragged) return this.period;
      const day = this.dayAt(at);
      if (!moves) return [Math.min(start, day), Math.max(start, day)];
      const by = Math.min(high - last, Math.max(low - first, day - start));
      return [first + by, last + by];
    }, () => {
      if (dragged) return;
      const bars = this.bars();
      const from = bars.first + Math.floor((start - bars.first) / bars.width) * bars.width;
      this.set([Math.max(low, from), Math.min(high, from + bars.width - 1)]);
    });
  }

  private follow(
    event: PointerEvent, periodOf: (at: PointerEvent) => Period, atEnd?: () => void,
  ): void {
    const target = event.currentTarget as HTMLElement | SVGElement;
    event.preventDefault();
    if (target instanceof HTMLElement) target.focus();
    target.setPointerCapture(event.pointerId);
    this.dragging = true;
    const move = (at: Event): void => this.set(periodOf(at as PointerEvent));
    const stop = (): void => {
      target.removeEventListener("pointermove", move);
      target.removeEventListener("pointerup", stop);
      target.removeEventListener("pointercancel", stop);
      this.dragging = false;
      atEnd?.();
      this.release();
    };
    target.addEventListener("pointermove", move);
    target.addEventListener("pointerup", stop);
    target.addEventListener("pointercancel", stop);
  }

  private bars(): Bars {
    return barsOf(this.tally, this.time!.domain, Math.max(this.width / LEAST_BAR_PX, 1));
  }

  private draw(): void {
    if (!this.time || this.width === 0) return;
    const { domain, nouns } = this.time;
    const shown = this.shown;
    const n = this.tally.in(shown);
    this.text.replaceChildren(
      element("strong", {}, `${numberInWords(n)} ${nouns[n === 1 ? 0 : 1]}`),
      `, ${dayInWords(shown[0])} to ${dayInWords(shown[1])}`);
    this.leave.hidden = !this.playhead;
    const bars = this.bars();
    const most = Math.max(...bars.counts, 1);
    const parts: SVGElement[] = [];
    const top = 12;
    bars.counts.forEach((count, i) => {
      if (count === 0) return;
      const from = bars.first + i * bars.width;
      const x = this.place(Math.max(domain[0], from));
      const end = this.place(Math.min(domain[1] + 1, from + bars.width));
      const height = (count / most) * (HEIGHT - top - 14);
      const inside = from + bars.width > shown[0] && from <= shown[1];
      const bar = svg("rect", {
        class: inside ? "bar" : "bar outside", x, y: HEIGHT - 14 - height,
        width: Math.max(end - x - 0.5, 1), height,
      });
      const name = svg("title", {});
      name.textContent = `${dayInWords(from)}: ${count} ${bars.unit}`;
      bar.append(name);
      parts.push(bar);
    });
    const [x0, x1] = [this.place(this.period[0]), this.place(this.period[1] + 1)];
    parts.unshift(svg("rect", { class: "window", x: x0, y: 0, width: x1 - x0, height: HEIGHT - 14 }));
    for (let year = yearOf(domain[0]); year <= yearOf(domain[1]); year++) {
      const x = this.place(Math.max(firstDayOf(year), domain[0]));
      const room = this.place(Math.min(firstDayOf(year + 1), domain[1] + 1)) - x;
      if (room < 30) continue;
      const text = svg("text", { class: "year", x, y: HEIGHT - 2 });
      text.textContent = String(year);
      parts.push(svg("line", { class: "tick", x1: x, x2: x, y1: HEIGHT - 14, y2: HEIGHT - 11 }), text);
    }
    const scale = svg("text", { class: "scale", x: 2, y: 9 });
    scale.textContent = `${most} ${bars.unit}`;
    parts.push(scale);
    if (this.playhead) {
      const x = this.place(this.playhead.at + 1);
      parts.push(svg("line", { class: "playhead", x1: x, x2: x, y1: 0, y2: HEIGHT - 14 }));
    }
    this.chart.setAttribute("width", String(this.width));
    this.chart.replaceChildren(...parts);
    for (const [grip, day, x] of [
      [this.first, this.period[0], x0], [this.last, this.period[1], x1],
    ] as const) {
      grip.style.left = `${x}px`;
      grip.setAttribute("aria-valuemin", String(domain[0]));
      grip.setAttribute("aria-valuemax", String(domain[1]));
      grip.setAttribute("aria-valuenow", String(day));
      grip.setAttribute("aria-valuetext", dayInWords(day));
    }
  }

  // Playback: the period is walked through in steps from its first day; the last ends on its last.

  private days(): number {
    return STEPS[this.step.selectedIndex][1];
  }

  private toggle(): void {
    if (this.timer) this.pause();
    else this.play();
  }

  private play(): void {
    if (!this.time) return;
    if (!this.playhead || this.playhead.at >= this.period[1]) {
      this.playhead = { at: this.period[0] - 1 };
    }
    this.move(1);
    const tick = SPEEDS[this.speed.selectedIndex][1];
    this.timer = window.setInterval(() => {
      this.move(1, true);
      if (this.playhead && this.playhead.at >= this.period[1]) this.pause();
    }, tick);
    this.sign("Pause", PAUSE);
  }

  private pause(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.sign("Play", PLAY);
  }

  private sign(name: string, path: string): void {
    this.playButton.setAttribute("aria-label", name);
    this.playButton.title = name;
    this.playButton.querySelector("path")!.setAttribute("d", path);
  }

  private move(steps: number, playing = false): void {
    if (!this.time) return;
    if (!playing && this.timer) this.pause();
    const [first, last] = this.period;
    const firstEnd = Math.min(last, first + this.days() - 1);
    const at = (this.playhead?.at ?? first - 1) + steps * this.days();
    this.playhead = { at: Math.min(last, Math.max(firstEnd, at)) };
    this.draw();
    this.onMove(this.shown);
  }

  private again(): void {
    if (this.timer) {
      this.pause();
      this.play();
    } else if (this.playhead) this.move(0);
  }

  private end(): void {
    this.pause();
    if (!this.playhead) return;
    this.playhead = null;
    this.draw();
    this.onMove(this.shown);
  }
}

function choice(
  name: string, options: string[], chosen: number, onChange: () => void,
): HTMLSelectElement {
  const select = element("select", { "aria-label": name },
    ...options.map((option) => element("option", {}, option)));
  select.selectedIndex = chosen;
  select.onchange = onChange;
  return select;
}

function labelled(select: HTMLSelectElement): HTMLLabelElement {
  return element("label", {}, `${select.getAttribute("aria-label")} `, select);
}

// The legend in the map: what every sign means, with counts that follow the period.

import { Tally, type Period } from "./count";
import { element, numberInWords } from "./dom";
import type { LegendRow, LegendSection, Sign } from "./wire";

export class Legend {
  readonly root: HTMLDetailsElement;
  private readonly body: HTMLElement;
  private counts: { count: (period: Period) => number; line: HTMLElement; place: HTMLElement }[] = [];
  private drawn = "";

  /** @param onOnly one class is to be shown alone, or all again */
  constructor(private readonly onOnly: (of: number | null) => void) {
    this.body = element("div", { class: "legend-body" });
    this.root = element("details", { class: "legend", role: "group", "aria-label": "Legend" },
      element("summary", {}, "Legend"), this.body);
  }

  update(sections: LegendSection[], only: number | null): void {
    this.root.hidden = sections.length === 0;
    const text = JSON.stringify([sections, only]);
    if (text === this.drawn) return;
    this.drawn = text;
    this.counts = [];
    this.body.replaceChildren(...sections.map((section) => this.section(section, only)));
  }

  /** Write the counts of a period; rows with none stand back. */
  count(period: Period): void {
    for (const { count, line, place } of this.counts) {
      const n = count(period);
      place.textContent = numberInWords(n);
      line.classList.toggle("none", n === 0);
    }
  }

  private section(section: LegendSection, only: number | null): HTMLElement {
    const rows = section.rows.map((row) => this.row(row, only));
    return element("div", {}, element("p", { class: "legend-title" }, section.title), ...rows);
  }

  private row(row: LegendRow, only: number | null): HTMLElement {
    const line = row.of === undefined
      ? element("div", { class: "legend-row" })
      : element("button", {
        class: "legend-row", type: "button", "aria-pressed": String(row.of === only),
        title: row.of === only ? "Show all on the map again" : `Show only ${row.label} on the map`,
      });
    line.classList.toggle("back", only !== null && row.of !== undefined && row.of !== only);
    if (row.of !== undefined) line.onclick = () => this.onOnly(row.of === only ? null : row.of!);
    line.append(drawSign(row.sign), element("span", {}, row.label));
    if (row.days || row.count !== undefined) {
      const place = element("span", { class: "n" });
      line.append(place);
      const tally = row.days && new Tally(row.days);
      this.counts.push({ count: (period) => tally?.in(period) ?? row.count ?? 0, line, place });
    }
    return line;
  }
}

function drawSign(sign: Sign): HTMLElement {
  const drawn = element("span", { class: `sign ${sign.kind}`, "aria-hidden": "true" });
  if (sign.colour) drawn.style.background = sign.colour;
  if (sign.icon) {
    const picture = `url("${sign.icon}")`;
    drawn.style.maskImage = picture;
    drawn.style.setProperty("-webkit-mask-image", picture);
  }
  return drawn;
}

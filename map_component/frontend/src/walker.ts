// The keyboard's way to the symbols: one stop, whose arrows walk through all of them.

import { element, numberInWords } from "./dom";
import { fieldsOf } from "./tooltip";
import type { LonLat, Row, Walk } from "./wire";

export interface Stop {
  walk: Walk;
  row: Row;
}

export class Walker {
  readonly root: HTMLElement;
  readonly ring: HTMLElement;
  private stops: Stop[] = [];
  private at = -1;

  /**
   * @param live where what is chosen is said
   * @param onOpen a symbol is to be opened
   * @param onClose what is open is to be closed
   * @param onShow brings a place into view
   */
  constructor(
    private readonly live: HTMLElement,
    private readonly onOpen: (stop: Stop) => void,
    private readonly onClose: () => void,
    private readonly onShow: (place: LonLat) => void,
    private readonly pixels: (place: LonLat) => { x: number; y: number },
  ) {
    this.root = element("div", { class: "walker", role: "listbox", tabindex: "0" });
    this.ring = element("div", { class: "ring", "aria-hidden": "true" });
    this.ring.hidden = true;
    this.root.onkeydown = (event) => this.key(event);
    this.root.onfocus = () => this.go(Math.max(this.at, 0));
    this.root.onblur = () => { this.ring.hidden = true; };
  }

  /** Take the symbols that are drawn; the one that has the focus keeps it while it is there. */
  update(stops: Stop[], chosen: string | null): void {
    const before = this.stops[this.at];
    this.stops = stops;
    const id = before ? idOf(before) : chosen;
    this.at = stops.findIndex((stop) => idOf(stop) === id);
    this.root.hidden = stops.length === 0;
    this.root.setAttribute("aria-label",
      `Symbols on the map, ${numberInWords(stops.length)}: arrows walk, Enter opens, Escape closes`);
    this.name();
    if (this.focused) this.place();
  }

  /** Put the ring where its symbol is now. */
  place(): void {
    const stop = this.stops[this.at];
    this.ring.hidden = !stop || !this.focused;
    if (this.ring.hidden || !stop) return;
    const { x, y } = this.pixels(placeOf(stop));
    const [dx, dy] = (stop.row[stop.walk.offset] as [number, number] | undefined) ?? [0, 0];
    this.ring.style.transform = `translate(${x + dx}px, ${y + dy}px)`;
  }

  private get focused(): boolean {
    return (this.root.getRootNode() as Document | ShadowRoot).activeElement === this.root;
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1,
      PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity,
    };
    const step = steps[event.key];
    const stop = this.stops[this.at];
    if (step !== undefined) this.go(this.at + step);
    else if ((event.key === "Enter" || event.key === " ") && stop) this.onOpen(stop);
    else if (event.key === "Escape") this.onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private go(to: number): void {
    if (this.stops.length === 0) return;
    this.at = Math.min(this.stops.length - 1, Math.max(0, to));
    this.name();
    this.onShow(placeOf(this.stops[this.at]));
    this.place();
    const { tip_title: title, tip_body: body } = fieldsOf(this.stops[this.at].row);
    this.live.textContent = `${title ?? ""}. ${body ?? ""}`;
  }

  /** One option stands for all: a list of thousands would be read by nobody. */
  private name(): void {
    const stop = this.stops[this.at];
    if (!stop) {
      this.root.replaceChildren(element("span", { role: "option", "aria-selected": "false" }, "none"));
      this.root.removeAttribute("aria-activedescendant");
      return;
    }
    const { tip_title: title, tip_body: body } = fieldsOf(stop.row);
    const option = element("span", {
      role: "option", id: "stop", "aria-selected": "true",
      "aria-posinset": String(this.at + 1), "aria-setsize": String(this.stops.length),
    }, `${title ?? ""}, ${body ?? ""}`);
    this.root.replaceChildren(option);
    this.root.setAttribute("aria-activedescendant", "stop");
  }
}

export function idOf(stop: Stop): string {
  return String(stop.row[stop.walk.id]);
}

function placeOf(stop: Stop): LonLat {
  return stop.row[stop.walk.position] as LonLat;
}

// The map: puts base map, layers, time, legend, picks and shapes together, and talks to Python.

import type { Layer, PickingInfo } from "@deck.gl/core";
import { MapboxOverlay } from "@deck.gl/mapbox";
import {
  AttributionControl, FullscreenControl, Map as MapLibre, NavigationControl, ScaleControl,
} from "maplibre-gl";
import { BASE, readJson, readStyle } from "./basemap";
import { recount, type Period } from "./count";
import { button, element } from "./dom";
import { toLayer, withAddresses } from "./layers";
import { Legend } from "./legend";
import { pointsData, whenCarried } from "./points";
import { Shapes } from "./shapes";
import { Timeline } from "./timeline";
import { fieldsOf, showTooltip } from "./tooltip";
import { openingOf, Views } from "./views";
import { Walker, type Stop } from "./walker";
import type { LonLat, MapData, Row, Talk } from "./wire";

const FIT = "M4 9V4h5v2H6v3zm11-5h5v5h-2V6h-3zM4 15h2v3h3v2H4zm14 0h2v5h-5v-2h3z";
const HOME = "M12 4 3 11.5h2.5V20H10v-5h4v5h4.5v-8.5H21z";
const PICK_PX = 5;
const LEGEND_ROOM_PX = 720; // as in style.css
const SOFTWARE = /swiftshader|llvmpipe|software|basic render/i;

export class DeckMap {
  private readonly frame = element("div", { class: "frame" });
  private readonly live = element("p", { class: "live", "aria-live": "polite" });
  private readonly tip = element("div", { class: "tooltip", role: "tooltip" });
  private readonly card = element("div", { class: "card", "aria-hidden": "true" });
  private readonly note = element("p", { class: "note", role: "status" });
  private readonly root = element("div", { class: "deck-map" });
  private readonly timeline: Timeline;
  private readonly legend: Legend;
  private readonly walker: Walker;
  private readonly shapes: Shapes;
  private readonly overlay: MapboxOverlay;
  private readonly map: MapLibre;
  private readonly views: Views;
  private data!: MapData;
  private layers: { json: MapData["layers"][number]; layer: Layer }[] = [];
  private drawnLayers: Layer[] = [];
  private tables: Record<string, Row[]> = {};
  private drawn = "";
  private style = "";
  private sources: string[] | null = null;
  private only: number | null = null;
  private shown: Period = [0, 0];
  private hovered: { layer: string; index: number } | null = null;
  private picked = 0;
  private released = 0;
  private reading = 0;
  private watching = 0;
  private stopWaiting: () => void = () => undefined;

  constructor(parent: HTMLElement | ShadowRoot, data: MapData, private talk: Talk) {
    this.tip.hidden = this.card.hidden = this.note.hidden = true;
    const canvas = element("div", { class: "map" });
    this.frame.append(canvas, this.tip, this.card, this.note);
    this.legend = new Legend((of) => this.showOnly(of));
    this.timeline = new Timeline(
      (shown) => this.move(shown),
      ([first, last]) => {
        this.released = Date.now();
        this.talk.setStateValue("period", { first, last, n: this.released });
      },
    );
    const row = element("div", { class: "row" }, this.frame, this.legend.root);
    this.root.append(row, this.timeline.root, this.live);
    parent.append(this.root);
    this.frame.style.height = `${data.height}px`;
    this.frame.style.background = data.background;
    const width = this.frame.clientWidth;
    this.legend.root.open = this.root.clientWidth > LEGEND_ROOM_PX;
    this.map = new MapLibre({
      container: canvas,
      style: { version: 8, sources: {}, layers: [] },
      ...openingOf(data, width),
      minZoom: data.view.minZoom ?? 0,
      maxZoom: data.view.maxZoom ?? 20,
      attributionControl: false,
      // Names that fade in are drawn a dozen times, which takes a second without a graphics card.
      fadeDuration: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      // With a finger the page goes on scrolling past the map; two fingers move it.
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      locale: { "Map.Title": data.label },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.views = new Views(
      this.map, () => this.data, (view) => this.talk.setStateValue("view", view));
    const place = (at: LonLat): { x: number; y: number } => this.map.project(at);
    this.walker = new Walker(
      this.live, (stop) => this.open(stop), () => this.close(), (at) => this.views.bringIn(at), place);
    this.frame.append(this.walker.root, this.walker.ring);
    this.shapes = new Shapes(this.map, (shape) => this.talk.setTriggerValue("shape", { n: Date.now(), shape }));
    this.overlay = new MapboxOverlay({
      interleaved: false,
      layers: [],
      pickingRadius: PICK_PX,
      onClick: (info) => this.click(info),
      onHover: (info) => this.hover(info),
      getCursor: ({ isHovering }) => (isHovering ? "pointer" : "grab"),
    });
    this.addControls();
    this.map.on("move", () => {
      this.walker.place();
      this.card.hidden = true;
    });
    this.map.on("movestart", () => this.watch());
    this.map.on("load", () => this.root.classList.add("ready"));
    this.map.on("data", () => this.showBase());
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.shapes.isDrawing) this.shapes.end();
      else this.close();
    });
  }

  /** Take what Python says now. */
  update(data: MapData, talk: Talk): void {
    this.talk = talk;
    this.data = data;
    this.frame.style.height = `${data.height}px`;
    this.frame.style.background = data.background;
    this.map.getCanvas().setAttribute("aria-label", data.label);
    this.root.classList.toggle("dark", isDark(this.root));
    this.timeline.update(data.time, data.answered.period >= this.released);
    this.shown = data.time ? this.timeline.shown : [-Infinity, Infinity];
    if (data.answered.pick >= this.picked) this.card.hidden = true;
    this.shapes.update(data.tools, data.shape);
    void this.read(this.takeStyle(data));
    void this.read(this.takeLayers(data));
    this.views.obey(data);
  }

  private async read(taking: Promise<void>): Promise<void> {
    this.reading += 1;
    this.watch();
    await taking.finally(() => { this.reading -= 1; });
  }

  /**
   * Say in `data-at-rest` whether all that was given is on the screen, nothing moves and Python is
   * told: what looks at the map from outside, such as a test or a screenshot, can wait for it.
   */
  private watch(): void {
    this.root.dataset.atRest = "false";
    cancelAnimationFrame(this.watching);
    let frames = 0;
    const look = (): void => {
      const isLoaded = this.reading === 0 && !this.views.isDue
        && this.map.loaded() && !this.map.isMoving()
        && this.drawnLayers.every((layer) => layer.isLoaded);
      // What is loaded is drawn with the next frame, and to be seen with the one after it.
      frames = isLoaded ? frames + 1 : 0;
      if (frames > 2) this.root.dataset.atRest = "true";
      else this.watching = requestAnimationFrame(look);
    };
    this.watching = requestAnimationFrame(look);
  }

  destroy(): void {
    this.views.destroy();
    cancelAnimationFrame(this.watching);
    this.stopWaiting();
    this.timeline.destroy();
    this.shapes.destroy();
    // Neither deck.gl nor the browser gives the context back soon enough: at 16 the oldest map goes.
    const context = this.overlay.getCanvas()?.getContext("webgl2");
    const device = this.drawnLayers[0]?.context?.device;
    this.map.remove();
    device?.getDefaultCanvasContext().destroy(); // else a listener of it keeps the whole map
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    this.root.remove();
  }

  private addControls(): void {
    const own = element("div", { class: "maplibregl-ctrl maplibregl-ctrl-group" },
      button("Fit the map to what is shown", FIT, () => this.views.fit(this.data.fit)),
      button("Back to the opening view", HOME, () => this.views.reset()));
    const control = (root: HTMLElement): { onAdd: () => HTMLElement; onRemove: () => void } => ({
      onAdd: () => root,
      onRemove: () => root.remove(),
    });
    this.map.addControl(this.overlay);
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(control(own), "top-right");
    this.map.addControl(new FullscreenControl({ container: this.root }), "top-right");
    this.map.addControl(control(this.shapes.root), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    this.map.addControl(new AttributionControl({ compact: false }), "bottom-right");
  }

  // What is drawn

  private async takeStyle({ style, background, attribution }: MapData): Promise<void> {
    const text = JSON.stringify([style, background]);
    if (text === this.style) return;
    this.style = text;
    const whole = await readStyle(style, background);
    if (this.style !== text) return;
    for (const source of Object.values(whole.sources)) {
      // A region file of the user's own says itself whose data it holds.
      (source as { attribution?: string }).attribution ??= attribution;
    }
    this.sources = Object.keys(whole.sources);
    this.map.setStyle(whole, { diff: this.map.isStyleLoaded() === true });
  }

  /** Show the base map once all of it has come: sea without its land would put everything at sea. */
  private showBase(): void {
    const hasCome = (id: string): boolean =>
      this.map.getSource(id) !== undefined && this.map.isSourceLoaded(id);
    if (this.sources?.every(hasCome)) this.root.classList.add("based");
  }

  private async takeLayers(data: MapData): Promise<void> {
    const text = JSON.stringify([data.layers, data.tables, data.counted, data.points]);
    if (text !== this.drawn) {
      this.drawn = text;
      this.hovered = null; // the same number may be another row now
      const named = await Promise.all(Object.entries(data.tables).map(async ([name, rows]) => {
        const read = (typeof rows === "string" ? await readJson(rows) : rows) as Row[];
        return [name, read] as const;
      }));
      if (this.drawn !== text) return;
      this.tables = Object.fromEntries(named);
      this.layers = data.layers.map((json) => {
        const { data: rows, ...props } = json;
        const whole = { ...withAddresses(props, BASE), data: withAddresses(addressOf(rows), BASE) };
        return { json, layer: toLayer(whole as never, { data: this.rowsOf(json) ?? whole.data }) };
      });
      this.stopWaiting();
      if (data.points) this.stopWaiting = whenCarried(data.points, () => this.redraw());
    }
    this.legend.update(data.legend, this.only);
    this.redraw();
  }

  private rowsOf(json: MapData["layers"][number]): unknown {
    if (json.id === "points" && this.data.points) return pointsData(this.data.points) ?? [];
    const name = (json.data as { table?: string } | null)?.table;
    return name === undefined ? undefined : this.tables[name];
  }

  private showOnly(of: number | null): void {
    this.only = of;
    void this.takeLayers(this.data);
    const { classes } = this.data.counted ?? { classes: [] };
    this.note.hidden = of === null;
    this.note.textContent = of === null ? "" : `On the map: only ${classes[of]?.label ?? ""}. The counts beside it stay.`;
  }

  private move(shown: Period): void {
    this.shown = shown;
    this.redraw();
  }

  /** Draw the layers for the days that are shown. */
  private redraw(): void {
    const { counted } = this.data;
    const recounted = new Map<Row[], Row[]>();
    const stops: Stop[] = [];
    const walks = new Map(this.data.walk.map((walk) => [walk.layer, walk]));
    const layers = this.layers.map(({ json, layer }) => {
      const props: Record<string, unknown> = {};
      const rows = this.rowsOf(json);
      if (rows !== undefined) props.data = rows;
      if (counted?.layers.includes(json.id) && Array.isArray(rows)) {
        if (!recounted.has(rows)) {
          recounted.set(rows, recount(rows, counted, this.shown, this.only));
        }
        props.data = recounted.get(rows);
      }
      if (json.autoHighlight) {
        props.highlightedObjectIndex = this.hovered?.layer === json.id ? this.hovered.index : -1;
      }
      if ("filterRange" in json && this.data.time) props.filterRange = this.shown;
      if ("filterCategories" in json && this.only !== null) props.filterCategories = [this.only];
      const next = layer.clone(props as object);
      const walk = walks.get(json.id);
      if (walk && Array.isArray(props.data)) {
        const drawn = (props.data as Row[]).filter((row) => this.isShown(json, row));
        stops.push(...drawn.map((row) => ({ walk, row })));
      }
      return next;
    });
    this.drawnLayers = layers;
    this.overlay.setProps({ layers });
    this.watch();
    this.legend.count(this.shown);
    this.walker.update(stops, this.data.chosen);
  }

  /** Whether the graphics card lets a row through. */
  private isShown(json: MapData["layers"][number], row: Row): boolean {
    const field = (name: string): unknown => row[String(json[name]).replace("@@=", "")];
    const [first, last] = this.shown;
    const day = "filterRange" in json && this.data.time ? Number(field("getFilterValue")) : first;
    const of = "filterCategories" in json ? field("getFilterCategory") : this.only;
    return day >= first && day <= last && (this.only === null || of === this.only);
  }

  // What is picked

  private click({ object, index, layer }: PickingInfo): void {
    if (this.shapes.isDrawing || !layer || index < 0) return;
    // Points that came as bytes have no rows: their number says which it is.
    this.pick(layer.id, (object as Row | undefined) ?? { index });
  }

  private hover({ object, index, layer, x, y }: PickingInfo): void {
    showTooltip(this.tip, this.data.tooltip, (object as Row) ?? null, x, y);
    const hovered = layer && index >= 0 ? { layer: layer.id, index } : null;
    if (hovered?.layer === this.hovered?.layer && hovered?.index === this.hovered?.index) return;
    this.hovered = hovered;
    this.redraw();
  }

  private open({ walk, row }: Stop): void {
    this.pick(walk.layer, row);
  }

  /** Say at once what was pressed, and ask Python for the rest. */
  private pick(layer: string, row: Row): void {
    const fields = fieldsOf(row);
    this.tip.hidden = true;
    if (fields.tip_title !== undefined) {
      this.card.replaceChildren(
        element("strong", {}, String(fields.tip_title)), element("span", {}, String(fields.tip_body ?? "")),
        element("span", { class: "opening" }, "opening…"));
      this.live.textContent = `${fields.tip_title}. Opening.`;
      const place = (fields.p ?? null) as LonLat | null;
      if (place) {
        const { x, y } = this.map.project(place);
        this.card.style.transform = `translate(${x}px, ${y}px)`;
        this.card.hidden = false;
      }
    }
    this.picked = Date.now();
    const plain = Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value === null || typeof value !== "object"));
    this.talk.setTriggerValue("pick", { n: this.picked, layer, row: plain });
  }

  private close(): void {
    if (this.only !== null) this.showOnly(null);
    if (!this.data.chosen) return;
    this.picked = Date.now();
    this.live.textContent = "Closed.";
    this.talk.setTriggerValue("pick", { n: this.picked, layer: null, row: null });
  }
}

/** Data that are an address, or rows in the layer itself. */
function addressOf(data: unknown): unknown {
  return data && typeof data === "object" && "table" in (data as object) ? [] : data;
}

/** Whether the page is darker than grey. */
function isDark(root: HTMLElement): boolean {
  const [red, green, blue] = (getComputedStyle(root).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** Whether a graphics card draws; null where nothing can. */
export function hasGraphicsCard(): boolean | null {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return null;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = told ? String(gl.getParameter(told.UNMASKED_RENDERER_WEBGL)) : "";
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE.test(name);
}

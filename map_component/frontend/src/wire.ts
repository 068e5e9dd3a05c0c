// What Python sends, and what it gets back. map_component/component.py writes these shapes.

export type Row = Record<string, unknown>;
export type LonLat = [number, number];
/** West, south, east, north, in degrees. */
export type Bounds = [number, number, number, number];

export interface View {
  latitude: number;
  longitude: number;
  zoom: number;
}

/** Go somewhere. Obeyed once: `n` grows with every order of a session. */
export interface Order extends Partial<View> {
  n: number;
  bounds?: Bounds;
}

/** A layer as pydeck writes it: `@@type`, `id`, `data`, and props, some of them expressions. */
export interface LayerJson {
  "@@type": string;
  id: string;
  data?: unknown;
  [prop: string]: unknown;
}

/** Rows that the browser counts: each has `days`, ascending, and `of`, a class for each day. */
export interface Counted {
  layers: string[];
  /** Pixels across, by count. */
  sizes: number[];
  classes: { label: string; colour: number[] }[];
  /** `{n}`, `{class}` and `{last}` (the last day) are filled in. */
  one: string;
  many: string;
}

/** The first day and the steps to the next ones; how often each occurs. */
export type DayCounts = [number[], number[]];

/** Time as days since 1970-01-01, first and last included. */
export interface Time {
  /** The days of everything that the period may show or hide. */
  days: DayCounts;
  domain: [number, number];
  period: [number, number];
  nouns: [string, string];
}

export interface Sign {
  kind: "dot" | "icon" | "disc" | "tint" | "line" | "swatch";
  colour?: string;
  icon?: string;
}

export interface LegendRow {
  sign: Sign;
  label: string;
  /** What is counted, by day; without it the row has a fixed count, or none. */
  days?: DayCounts;
  count?: number;
  /** Number of the class that this row stands for, where it can be shown alone. */
  of?: number;
}

export interface LegendSection {
  title: string;
  rows: LegendRow[];
}

/** Symbols that the keyboard walks through: rows of a layer, in their order. */
export interface Walk {
  layer: string;
  /** Fields of a row: its id, its point, the pixels from there to its symbol. */
  id: string;
  position: string;
  offset: string;
}

export interface MapData {
  layers: LayerJson[];
  /** Rows that several layers share, by name; a layer's data then is `{"table": name}`. */
  tables: Record<string, Row[] | string>;
  /** `madeForPx`: how wide the map is that the view is meant for; a narrower one shows as much. */
  view: View & { minZoom?: number; maxZoom?: number; madeForPx?: number };
  /** Where a map that has not been looked at begins, instead of `view`. */
  opening: Bounds | null;
  style: string | object | null;
  background: string;
  tooltip: { html?: string; text?: string; style?: Record<string, string> } | null;
  label: string;
  height: number;
  order: Order | null;
  /** What "fit" shows: the bounds of what is found. */
  fit: Bounds | null;
  time: Time | null;
  legend: LegendSection[];
  counted: Counted | null;
  walk: Walk[];
  chosen: string | null;
  tools: ("point" | "box" | "circle" | "polygon")[];
  shape: LonLat[] | null;
  attribution: string;
  /** The name under which the view stands in the browser's address. */
  viewParameter: string | null;
  /** The number of the last pick and the last period that Python has answered. */
  answered: { pick: number; period: number };
  withoutWebgl: string;
  /** Whether Python wants to know if a graphics card draws. */
  asksCard: boolean;
  /** The name of the points that a carrier brings, for the layer of the same id. */
  points: string | null;
}

export interface Pick {
  n: number;
  layer: string;
  row: Row;
}

export interface Shape {
  kind: "point" | "box" | "circle" | "polygon";
  ring: LonLat[];
  centre?: LonLat;
  radiusKm?: number;
}

export interface Talk {
  setStateValue: (name: string, value: unknown) => void;
  setTriggerValue: (name: string, value: unknown) => void;
}

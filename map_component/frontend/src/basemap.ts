// The base map: a MapLibre style, whose pieces are files of the app or a user's own region file.

import { addProtocol, setWorkerUrl } from "maplibre-gl";
import type { StyleSpecification } from "maplibre-gl";
import { absolute, withAddresses } from "./layers";

declare const WORKER_FILE: string;

/** The path below which the app runs, such as `/atlas`, or nothing. */
export const BASE = new URL(import.meta.url).pathname.split(/\/(?:_stcore|embed)\//)[0];

setWorkerUrl(new URL(WORKER_FILE, import.meta.url).href);

const read = new Map<string, Promise<unknown>>();

/** What a JSON file of the app holds; read once. */
export function readJson(address: string): Promise<unknown> {
  const url = absolute(address, BASE);
  let content = read.get(url);
  if (!content) {
    content = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
      return response.json();
    });
    content.catch(() => read.delete(url));
    read.set(url, content);
  }
  return content;
}

let tiles: Promise<void> | null = null;

/** Read tiles out of one file by ranges of bytes; only what has such a file loads this. */
function learnTiles(): Promise<void> {
  tiles ??= import("pmtiles").then(({ Protocol }) => addProtocol("pmtiles", new Protocol().tile));
  return tiles;
}

/** The style, ready for MapLibre: without one, plain ground. */
export async function readStyle(
  style: string | object | null, background: string,
): Promise<StyleSpecification> {
  const content = typeof style === "string" ? await readJson(style) : style;
  if (!content) {
    const ground = { id: "ground", type: "background", paint: { "background-color": background } };
    return { version: 8, sources: {}, layers: [ground] } as StyleSpecification;
  }
  const whole = withAddresses(content as StyleSpecification, BASE);
  for (const source of Object.values(whole.sources)) {
    const url = (source as { url?: string }).url ?? "";
    if (!url.startsWith("pmtiles://")) continue;
    (source as { url?: string }).url = `pmtiles://${absolute(url.slice(10), BASE)}`;
    await learnTiles();
  }
  return whole;
}

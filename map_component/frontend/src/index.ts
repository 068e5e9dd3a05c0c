// What Streamlit calls: once for each map when it appears and again at every run that draws it.

import mapLibreCss from "maplibre-gl/dist/maplibre-gl.css";
import { DeckMap, hasGraphicsCard } from "./deck_map";
import { element } from "./dom";
import { carry } from "./points";
import ownCss from "./style.css";
import type { MapData, Talk } from "./wire";

interface Arguments extends Talk {
  data: MapData | Uint8Array;
  parentElement: HTMLElement | ShadowRoot;
}

const maps = new WeakMap<HTMLElement | ShadowRoot, DeckMap>();
let card: boolean | null | undefined;

export default function draw({ data, parentElement, setStateValue, setTriggerValue }: Arguments): () => void {
  if (data instanceof Uint8Array) return carry(parentElement, data);
  const talk = { setStateValue, setTriggerValue };
  card ??= hasGraphicsCard();
  if (card === null) {
    parentElement.replaceChildren(element("p", { role: "status" }, data.withoutWebgl));
    return () => undefined;
  }
  let map = maps.get(parentElement);
  if (!map) {
    parentElement.append(element("style", {}, mapLibreCss, ownCss));
    map = new DeckMap(parentElement, data, talk);
    maps.set(parentElement, map);
    // The server draws single points instead of hexagons for those who can show them.
    if (data.asksCard) setStateValue("graphics_card", card);
  }
  map.update(data, talk);
  return () => {
    maps.get(parentElement)?.destroy();
    maps.delete(parentElement);
    parentElement.querySelector("style")?.remove();
  };
}

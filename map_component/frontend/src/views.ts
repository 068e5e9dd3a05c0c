// Where a map looks: how it opens, what it is told, what it reports, and the browser's address.

import type { Map as MapLibre } from "maplibre-gl";
import type { Bounds, LonLat, MapData, View } from "./wire";

const PAUSE_MS = 300;
// On the right the buttons of the map have their room too.
const FIT = { padding: { top: 44, bottom: 44, left: 44, right: 68 }, maxZoom: 9 };
const MARGIN_PX = 40;

/** How a new map opens: at the view of the address, on bounds, or at the view of its deck. */
export function openingOf(data: MapData, width: number): object {
  const kept = data.viewParameter ? readAddress(data.viewParameter) : null;
  const { longitude, latitude } = kept ?? data.view;
  return {
    center: [longitude, latitude],
    zoom: kept ? kept.zoom : narrowed(data.view, width),
    ...(data.opening && !kept ? { bounds: data.opening, fitBoundsOptions: FIT } : {}),
  };
}

export class Views {
  private ordered = 0;
  private timer = 0;
  private told: string;

  /** @param onRest where the visitor looks, once the map has come to rest */
  constructor(
    private readonly map: MapLibre,
    private readonly data: () => MapData,
    private readonly onRest: (view: View & { bounds: number[] }) => void,
  ) {
    this.told = this.text();
    map.on("moveend", () => this.tell());
  }

  /** Whether something is still to be told. */
  get isDue(): boolean {
    return this.timer !== 0;
  }

  /** Obey an order that is new. */
  obey({ order }: MapData): void {
    if (!order || order.n <= this.ordered) return;
    // A map that has just been made begins where it is told to.
    const isFirst = this.ordered === 0;
    this.ordered = order.n;
    if (order.bounds) this.fit(order.bounds, isFirst);
    else if (order.latitude !== undefined) this.go(order as View, isFirst);
  }

  fit(bounds: Bounds | null, atOnce = false): void {
    if (!bounds) return;
    const [west, south, east, north] = bounds;
    this.map.fitBounds([[west, south], [east, north]], { ...FIT, animate: !atOnce });
  }

  reset(): void {
    const { opening, view } = this.data();
    if (opening) this.fit(opening);
    else this.go({ ...view, zoom: narrowed(view, this.map.getContainer().clientWidth) });
  }

  /** Move the map as far as it takes to see a place. */
  bringIn(place: LonLat): void {
    const { x, y } = this.map.project(place);
    const { clientWidth, clientHeight } = this.map.getContainer();
    const inside = x > MARGIN_PX && y > MARGIN_PX
      && x < clientWidth - MARGIN_PX && y < clientHeight - MARGIN_PX;
    if (!inside) this.map.easeTo({ center: place, duration: 200 });
  }

  destroy(): void {
    clearTimeout(this.timer);
  }

  private go({ latitude, longitude, zoom }: View, atOnce = false): void {
    const to = { center: [longitude, latitude] as LonLat, zoom };
    if (atOnce) this.map.jumpTo(to);
    else this.map.flyTo({ ...to, speed: 2.5 });
  }

  private text(): string {
    const { lat, lng } = this.map.getCenter();
    return `${lat.toFixed(4)},${lng.toFixed(4)},${this.map.getZoom().toFixed(2)}`;
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      const text = this.text();
      if (text === this.told) return;
      this.told = text;
      const [latitude, longitude, zoom] = text.split(",").map(Number);
      const bounds = this.map.getBounds().toArray().flat().map((v) => Number(v.toFixed(4)));
      const { viewParameter } = this.data();
      if (viewParameter) writeAddress(viewParameter, text);
      this.onRest({ latitude, longitude, zoom, bounds });
    }, PAUSE_MS);
  }
}

/** The zoom that shows on a narrow map what the view shows at the width that it is made for. */
function narrowed({ zoom, madeForPx }: MapData["view"], width: number): number {
  return madeForPx && width ? zoom + Math.min(0, Math.log2(width / madeForPx)) : zoom;
}

/** The view that the address has; null where it has none, or something else. */
function readAddress(name: string): View | null {
  const numbers = (new URLSearchParams(location.search).get(name) ?? "").split(",").map(Number);
  const [latitude, longitude, zoom] = numbers;
  const isView = numbers.length === 3 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 0;
  return isView ? { latitude, longitude, zoom } : null;
}

/** Keep the view in the address, without a step for Back at every move. */
function writeAddress(name: string, value: string): void {
  const pairs = location.search.slice(1).split("&").filter((pair) => pair && !pair.startsWith(`${name}=`));
  const query = [...pairs, `${name}=${encodeURIComponent(value)}`].join("&");
  history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`);
}

// Shapes drawn on the map: a point, a box, a circle, a polygon. Terra Draw draws and edits them.

import type { Map as MapLibre } from "maplibre-gl";
import type { GeoJSONStoreFeatures, TerraDraw } from "terra-draw";
import { button, element } from "./dom";
import type { LonLat, Shape } from "./wire";

type Kind = Shape["kind"];
const MODES: Record<Kind, string> = {
  point: "point", box: "rectangle", circle: "circle", polygon: "polygon",
};
const NAMES: Record<Kind, [string, string]> = {
  point: ["Set a point", "M12 21s-6-5.7-6-11a6 6 0 1 1 12 0c0 5.3-6 11-6 11zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"],
  box: ["Draw a box", "M4 6h16v12H4zm2 2v8h12V8z"],
  circle: ["Draw a circle", "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12z"],
  polygon: ["Draw a polygon", "M5 9l7-5 8 6-3 9H7zm2.3.8L8.5 17h7l2.1-6.3L12 6.5z"],
};
const DECIMALS = 6;
const EDIT = {
  feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } },
};
const EARTH_KM = 6371.0088;

export class Shapes {
  readonly root: HTMLElement;
  private draw: Promise<TerraDraw> | null = null;
  private kinds: Kind[] = [];
  private kind: Kind | null = null;
  private given = "";

  /** @param onShape a shape was drawn or edited; null when it was taken away */
  constructor(
    private readonly map: MapLibre,
    private readonly onShape: (shape: Shape | null) => void,
  ) {
    this.root = element("div", { class: "maplibregl-ctrl maplibregl-ctrl-group tools" });
  }

  /** Whether presses on the map belong to a shape. */
  get isDrawing(): boolean {
    return this.kind !== null;
  }

  update(kinds: Kind[], ring: LonLat[] | null): void {
    if (String(kinds) !== String(this.kinds)) {
      this.kinds = kinds;
      this.root.replaceChildren(...kinds.map((kind) => {
        const tool = button(NAMES[kind][0], NAMES[kind][1], () => this.begin(kind));
        tool.dataset.kind = kind;
        return tool;
      }));
      if (kinds.length) {
        this.root.append(button("Take the shape away",
          "M6 7h12l-1 14H7zm3-4h6l1 2h4v1H4V5h4z", () => this.clear()));
      }
    }
    this.root.hidden = kinds.length === 0;
    const given = JSON.stringify(ring);
    if (given === this.given) return;
    this.given = given;
    if (ring || this.draw) void this.put(ring);
  }

  async clear(): Promise<void> {
    this.end();
    (await this.draw)?.clear();
    this.onShape(null);
  }

  /** Stop drawing; what is begun goes. */
  end(): void {
    if (this.kind) void this.draw?.then((draw) => draw.setMode("select"));
    this.kind = null;
    this.press();
  }

  destroy(): void {
    void this.draw?.then((draw) => draw.stop()).catch(() => undefined);
  }

  private async begin(kind: Kind): Promise<void> {
    if (this.kind === kind) return this.end();
    const draw = await this.started(); // a press on the map before that would be lost
    this.kind = kind;
    this.press();
    draw.clear();
    draw.setMode(MODES[kind]);
  }

  private press(): void {
    for (const tool of this.root.querySelectorAll<HTMLElement>("[data-kind]")) {
      tool.setAttribute("aria-pressed", String(tool.dataset.kind === this.kind));
    }
  }

  private started(): Promise<TerraDraw> {
    this.draw ??= Promise.all([import("terra-draw"), import("terra-draw-maplibre-gl-adapter")]).then(
      ([terra, { TerraDrawMapLibreGLAdapter }]) => {
        const draw = new terra.TerraDraw({
          adapter: new TerraDrawMapLibreGLAdapter({ map: this.map, coordinatePrecision: 9 }),
          modes: [
            new terra.TerraDrawPointMode(),
            new terra.TerraDrawRectangleMode(),
            new terra.TerraDrawCircleMode(),
            new terra.TerraDrawPolygonMode(),
            new terra.TerraDrawSelectMode({
              flags: {
                point: { feature: { draggable: true } },
                polygon: EDIT,
                rectangle: { feature: { draggable: true, coordinates: { resizable: "opposite" } } },
                circle: { feature: { draggable: true, coordinates: { resizable: "center" } } },
              },
            }),
          ],
        });
        draw.start();
        draw.on("finish", (id) => this.finish(draw, id as string));
        return draw;
      },
    );
    return this.draw;
  }

  private finish(draw: TerraDraw, id: string): void {
    const feature = draw.getSnapshotFeature(id);
    if (!feature) return;
    const mode = feature.properties.mode;
    const kind = (Object.keys(MODES) as Kind[]).find((one) => MODES[one] === mode) ?? "polygon";
    // Not within the event: the mode that ends is still at work, and the press that ends the shape
    // must not pick what lies under it.
    setTimeout(() => {
      this.kind = null;
      this.press();
      draw.setMode("select");
      draw.selectFeature(id);
    });
    this.onShape(shapeOf(kind, feature));
  }

  private async put(ring: LonLat[] | null): Promise<void> {
    const draw = await this.started();
    draw.clear();
    if (!ring) return;
    draw.addFeatures([{
      type: "Feature",
      properties: { mode: "polygon" },
      geometry: { type: "Polygon", coordinates: [ring] },
    }]);
  }
}

function rounded([longitude, latitude]: number[]): LonLat {
  return [Number(longitude.toFixed(DECIMALS)), Number(latitude.toFixed(DECIMALS))];
}

/** The shape as it goes to Python: its ring, closed, and of a circle centre and radius. */
function shapeOf(kind: Kind, feature: GeoJSONStoreFeatures): Shape {
  if (feature.geometry.type === "Point") {
    const centre = rounded(feature.geometry.coordinates);
    return { kind, ring: [], centre };
  }
  const ring = (feature.geometry.coordinates as number[][][])[0].map(rounded);
  if (kind !== "circle") return { kind, ring };
  const mean = (axis: 0 | 1): number => {
    const values = ring.map((point) => point[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  const centre = rounded([mean(0), mean(1)]);
  return { kind, ring, centre, radiusKm: distanceKm(centre, ring[0]) };
}

/** Great-circle distance (haversine formula); the number is only shown before Python says its own. */
function distanceKm([x1, y1]: LonLat, [x2, y2]: LonLat): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const across = Math.sin(radians(y2 - y1) / 2) ** 2
    + Math.cos(radians(y1)) * Math.cos(radians(y2)) * Math.sin(radians(x2 - x1) / 2) ** 2;
  return Number((2 * EARTH_KM * Math.asin(Math.sqrt(across))).toFixed(2));
}

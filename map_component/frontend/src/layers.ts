// From the layers that pydeck wrote to layers of deck.gl.

import { CollisionFilterExtension, DataFilterExtension, PathStyleExtension } from "@deck.gl/extensions";
import { H3HexagonLayer } from "@deck.gl/geo-layers";
import { JSONConverter } from "@deck.gl/json";
import {
  ArcLayer, GeoJsonLayer, IconLayer, PolygonLayer, ScatterplotLayer, TextLayer,
} from "@deck.gl/layers";
import type { Layer } from "@deck.gl/core";
import type { LayerJson } from "./wire";

const CLASSES = {
  ArcLayer, GeoJsonLayer, H3HexagonLayer, IconLayer, PolygonLayer, ScatterplotLayer, TextLayer,
  CollisionFilterExtension, DataFilterExtension, PathStyleExtension,
};

const converter = new JSONConverter({ configuration: { classes: CLASSES } });

/** Expressions are told apart by their text: a new function alone would change nothing. */
function triggers(layer: LayerJson): Record<string, unknown> {
  const accessors = Object.entries(layer).filter(([prop]) => prop.startsWith("get"));
  return Object.fromEntries(accessors.map(([prop, value]) => [prop, JSON.stringify(value)]));
}

/**
 * The layer, with other props in place of some of its own.
 *
 * Data never go through the converter: a text that looks like an expression stays a text.
 */
export function toLayer(layer: LayerJson, props: Record<string, unknown>): Layer {
  const { data, ...rest } = layer;
  const { layer: converted } = converter.convert({ layer: rest }) as { layer: Layer };
  return converted.clone({ data, updateTriggers: triggers(layer), ...props } as object);
}

/** The browser's address of a file of the app, also where the app runs below a path. */
export function absolute(address: string, base: string): string {
  return address.startsWith("/app/static/") ? `${location.origin}${base}${address}` : address;
}

/** The same with every address in it absolute; what is not an address stays as it is. */
export function withAddresses<T>(value: T, base: string): T {
  if (typeof value === "string") {
    const quoted = value.startsWith("@@=`") || value.startsWith("@@='");
    return (quoted ? value : absolute(value, base)) as T;
  }
  if (Array.isArray(value)) return value.map((one) => withAddresses(one, base)) as T;
  if (value && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, withAddresses(one, base)]),
    ) as T;
  }
  return value;
}

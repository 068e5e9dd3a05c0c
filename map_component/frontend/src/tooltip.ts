// The tooltip, as pydeck describes it: a template with {fields} of the row under the pointer.

import type { MapData, Row } from "./wire";

function escaped(value: unknown): string {
  const signs: Record<string, string> = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;",
  };
  return String(value).replace(/[&<>"']/g, (sign) => signs[sign]);
}

/** The row itself, or what a GeoJSON feature says of it. */
export function fieldsOf(object: Row): Row {
  return { ...(object.properties as Row | undefined), ...object };
}

/** Show the tooltip for a row at a place of the map, or hide it. */
export function showTooltip(
  box: HTMLElement, tooltip: MapData["tooltip"], object: Row | null, x: number, y: number,
): void {
  const template = tooltip?.html ?? tooltip?.text;
  const row = object ? fieldsOf(object) : null;
  const names = [...(template ?? "").matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  box.hidden = !row || !template || !names.some((name) => row[name] !== undefined);
  if (box.hidden || !row || !template) return;
  const fill = (value: (one: unknown) => string): string =>
    template.replace(/\{(\w+)\}/g, (_, name) => value(row[name] ?? ""));
  if (tooltip?.html) box.innerHTML = fill(escaped);
  else box.textContent = fill(String);
  Object.assign(box.style, tooltip?.style);
  const parent = box.parentElement!;
  const left = Math.min(x + 14, parent.clientWidth - box.offsetWidth - 4);
  const above = y + 14 + box.offsetHeight > parent.clientHeight;
  box.style.transform = `translate(${Math.max(left, 4)}px, ${above ? y - box.offsetHeight - 10 : y + 14}px)`;
}

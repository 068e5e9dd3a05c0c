// Private points: bytes that a carrier brings, laid out for the graphics card as they are.

const NAME_BYTES = 16;
const carriers = new Map<object, { name: string; data: object }>();
const waiting = new Map<string, Set<() => void>>();

/** Take points in. The name stands in front of them; `carrier` is the element that brings them. */
export function carry(carrier: object, bytes: Uint8Array): () => void {
  const name = new TextDecoder().decode(bytes.subarray(0, NAME_BYTES));
  const points = { name, data: layOut(bytes) };
  carriers.set(carrier, points);
  waiting.get(name)?.forEach((tell) => tell());
  return () => {
    if (carriers.get(carrier) === points) carriers.delete(carrier);
  };
}

/** Call `tell` when points of this name arrive; returns how to stop. */
export function whenCarried(name: string, tell: () => void): () => void {
  const all = waiting.get(name) ?? new Set();
  waiting.set(name, all.add(tell));
  return () => all.delete(tell);
}

/** The data of a ScatterplotLayer, the same object every time: another would be uploaded again. */
export function pointsData(name: string): object | null {
  return [...carriers.values()].find((points) => points.name === name)?.data ?? null;
}

/**
 * After the name longitude and latitude of each point, the day of each (float 32), then its colour
 * (3 bytes), 15 bytes a point.
 */
function layOut(bytes: Uint8Array): object {
  const body = bytes.slice(NAME_BYTES).buffer;
  const length = body.byteLength / 15;
  return {
    length,
    attributes: {
      getPosition: { value: new Float32Array(body, 0, 2 * length), size: 2 },
      getFilterValue: { value: new Float32Array(body, 8 * length, length), size: 1 },
      getFillColor: { value: new Uint8Array(body, 12 * length, 3 * length), size: 3, normalized: true },
    },
  };
}

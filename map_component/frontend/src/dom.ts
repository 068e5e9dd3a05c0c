// Small helpers around the DOM. Text is set as text, never as markup.

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** A button with a drawn sign: its name is read and shown on hover. */
export function button(name: string, path: string, onPress: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", "aria-label": name, title: name });
  const picture = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  picture.append(svg("path", { d: path }));
  made.append(picture);
  made.onclick = onPress;
  return made;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** A day since 1970-01-01 as the atlas writes it: 4 Feb 2024. */
export function dayInWords(day: number): string {
  const date = new Date(day * 86_400_000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function yearOf(day: number): number {
  return new Date(day * 86_400_000).getUTCFullYear();
}

export function firstDayOf(year: number): number {
  return Date.UTC(year, 0, 1) / 86_400_000;
}

export function numberInWords(n: number): string {
  return n.toLocaleString("en-US");
}

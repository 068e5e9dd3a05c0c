// Starts the map of an embedded page: reads what to draw, and keeps it as high as its place.

const place = document.getElementById("map");
const { module, source, theme } = place.dataset;
const prefers = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
const nothing = () => undefined;

async function start() {
  const address = new URL(source, document.baseURI);
  address.searchParams.set("theme", theme || prefers);
  const [{ default: draw }, answer] = await Promise.all([
    import(new URL(module, document.baseURI)), fetch(address),
  ]);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const message = await answer.json();
  const show = () => {
    const data = { ...message, height: place.clientHeight };
    draw({ data, parentElement: place, setStateValue: nothing, setTriggerValue: nothing });
  };
  place.replaceChildren();
  listColours(message.legend[0]);
  new ResizeObserver(show).observe(place);
}

/** On a narrow map the legend is folded; what the colours mean stands below it then. */
function listColours(section) {
  const list = document.getElementById("colours");
  for (const { sign, label, count, days } of section?.rows ?? []) {
    const item = document.createElement("li");
    const dot = document.createElement("span");
    dot.style.background = sign.colour;
    const total = count ?? days[1].reduce((sum, n) => sum + n, 0);
    item.append(dot, `${label}: ${total.toLocaleString("en-US")}`);
    list.append(item);
  }
  list.setAttribute("aria-label", section?.title ?? "");
}

start().catch((error) => {
  place.textContent = `The map could not be loaded (${error.message}). The link below leads to it.`;
});

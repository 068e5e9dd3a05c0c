// Runs on every page before its own scripts: records when messages arrived and the map appeared.
(() => {
  const seen = { firstMap: null, finished: [], released: null, bytes: 0, frames: 0, wall: performance.timeOrigin };
  window.__bench = seen;
  if (window.top !== window) return;

  // The first bytes of a ForwardMsg give its type; script_finished is field 6, a varint (tag 48).
  const varint = (b, i) => {
    let value = 0, shift = 1;
    for (;;) {
      const byte = b[i++];
      value += (byte & 127) * shift;
      if (byte < 128) return [value, i];
      shift *= 128;
    }
  };
  const isFinished = (buffer) => {
    const b = new Uint8Array(buffer);
    let i = 0;
    while (i < b.length) {
      let tag, length;
      [tag, i] = varint(b, i);
      if (tag === 48) return true;
      if ((tag & 7) === 2) { [length, i] = varint(b, i); i += length; }
      else if ((tag & 7) === 0) [length, i] = varint(b, i);
      else if ((tag & 7) === 5) i += 4;
      else i += 8;
    }
    return false;
  };
  const twoFrames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));

  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...values) {
      super(...values);
      this.addEventListener("message", (event) => {
        const size = event.data.byteLength ?? event.data.size ?? event.data.length;
        seen.frames += 1;
        seen.bytes += size;
        if (event.data instanceof ArrayBuffer && size < 2000 && isFinished(event.data)) {
          twoFrames(() => seen.finished.push(performance.now()));
        }
      });
    }
  };
  window.addEventListener("pointerup", (event) => { seen.released = event.timeStamp; }, true);

  const MAP = '.deck-map.ready canvas, [data-testid="stDeckGlJsonChart"] canvas, .js-plotly-plot .geolayer .frame, .js-plotly-plot .geolayer path, .leaflet-container';
  const find = (root) => {
    const map = root.querySelector(MAP);
    if (map) return map;
    for (const host of root.querySelectorAll(".stBidiComponent *")) {
      const below = host.shadowRoot && host.shadowRoot.querySelector(MAP);
      if (below) return below;
    }
    for (const frame of root.querySelectorAll("iframe")) {
      let inner = null;
      try { inner = frame.contentDocument; } catch { /* another origin */ }
      const below = inner && inner.querySelector(MAP);
      if (below) return below;
    }
    return null;
  };
  const look = () => {
    const map = find(document);
    const box = map && map.getBoundingClientRect();
    if (box && box.width > 50 && box.height > 50) twoFrames(() => { seen.firstMap = performance.now(); });
    else if (seen.released === null) requestAnimationFrame(look);  // a page may have no map
  };
  requestAnimationFrame(look);

  // For playback only: the number of animation frames in which WebGL drew anything.
  seen.drawn = 0;
  let drew = false;
  for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"]) {
      const plain = kind && kind.prototype[name];
      if (plain) kind.prototype[name] = function (...values) { drew = true; return plain.apply(this, values); };
    }
  }
  const count = () => { if (drew) { seen.drawn += 1; drew = false; } requestAnimationFrame(count); };
  requestAnimationFrame(count);
})();

// Filters: an image is shown if one of its labels fits all of them at once.
import { counting, grouped, make, draw } from "./dom.js";

const bins = 32;
const scales = [
  { name: "visibility", words: "Visible", low: 0, high: 1, text: (x) => `${Math.round(x * 100)} %` },
  { name: "truncation", words: "Outside", low: 0, high: 1, text: (x) => `${Math.round(x * 100)} %` },
  { name: "size", words: "Size", isLog: true, text: (x) => `${x < 10 ? x.toFixed(0) : Math.round(x)} px` },
  { name: "distance", words: "Distance", isLog: true, text: (x) => `${x < 10 ? x.toFixed(1) : Math.round(x)} m` },
  { name: "elevation", words: "Sun's height", ofImages: true, text: (x) => `${Math.round(x)}°` },
  { name: "azimuth", words: "Sun's direction", ofImages: true, low: -180, high: 180, text: direction },
  { name: "gain", words: "Light", ofImages: true, isLog: true, text: (x) => `× ${x.toFixed(2)}` },
];

// As seen by the camera: the sun behind it lights what it sees.
function direction(degrees) {
  const side = degrees < 0 ? "left" : "right", whole = Math.abs(Math.round(degrees));
  return whole === 0 ? "ahead" : `${whole}° ${side}`;
}

const marks = [["all", "All"], ["good", "Good"], ["bad", "Bad"], ["note", "Noted"], ["none", "Unmarked"]];

// One histogram with two handles.
class Range {
  constructor(scale, onChange) {
    this.scale = scale;
    this.from = 0;
    this.to = bins;
    this.all = new Uint32Array(bins);
    this.shown = new Uint32Array(bins);
    const handle = (name, value) => make("input", {
      type: "range", min: 0, max: bins, step: 1, value, "aria-label": `${scale.words}, ${name}`,
      oninput: () => { this.read(); onChange(); },
    });
    [this.low, this.high] = [handle("from", 0), handle("to", bins)];
    this.output = make("output", { class: "soft" });
    this.svg = draw("svg", { viewBox: `0 0 ${bins} 32`, preserveAspectRatio: "none", "aria-hidden": "true" },
      this.back = draw("path", { class: "back" }), this.front = draw("path", { class: "front" }));
    this.element = make("div", { class: "range", role: "group", "aria-label": scale.words, hidden: true },
      make("p", { class: "line-head" }, make("span", { class: "legend" }, scale.words), this.output), this.svg, make("div", { class: "handles" }, this.low, this.high));
  }

  read() {
    if (Number(this.low.value) >= Number(this.high.value)) {
      if (document.activeElement === this.low) this.low.value = Number(this.high.value) - 1;
      else this.high.value = Number(this.low.value) + 1;
    }
    [this.from, this.to] = [Number(this.low.value), Number(this.high.value)];
  }

  reset() {
    [this.low.value, this.high.value] = [0, bins];
    this.read();
  }

  get isSet() { return this.from > 0 || this.to < bins; }

  // The ends are those of the data, by the logarithm where values spread over magnitudes.
  measure(store) {
    const [least, most] = store.ends[this.scale.name];
    this.element.hidden = !(least < most);
    if (this.element.hidden) { this.reset(); return; }
    const { isLog, low, high } = this.scale;
    this.start = low ?? (isLog ? Math.max(least, 0.1) : least);
    this.end = high ?? Math.max(most, this.start * 1.01 + 1e-6);
    this.factor = isLog ? bins / Math.log(this.end / this.start) : bins / (this.end - this.start);
  }

  bin(value) {
    const place = this.scale.isLog
      ? Math.log(Math.max(value, this.start) / this.start) * this.factor : (value - this.start) * this.factor;
    return Math.min(bins - 1, Math.max(0, Math.floor(place)));
  }

  edge(place) {
    const share = place / bins;
    return this.scale.isLog ? this.start * (this.end / this.start) ** share : this.start + (this.end - this.start) * share;
  }

  paint() {
    const most = Math.max(1, ...this.all);
    const bars = (counts) => [...counts].map((count, place) => {
      const height = count === 0 ? 0 : Math.max(1, (count / most) * 32);
      return `M${place + 0.08} 32v${-height}h.84v${height}z`;
    }).join("");
    this.back.setAttribute("d", bars(this.all));
    this.front.setAttribute("d", bars(this.shown));
    const { text } = this.scale;
    this.output.textContent = this.isSet
      ? `${text(this.edge(this.from))} to ${text(this.edge(this.to))}` : `${text(this.start)} to ${text(this.end)}`;
    this.element.style.setProperty("--from", this.from / bins);
    this.element.style.setProperty("--to", this.to / bins);
    for (const [handle, place] of [[this.low, this.from], [this.high, this.to]]) {
      handle.setAttribute("aria-valuetext", text(this.edge(place)));
    }
  }
}

// A list of names to choose from, with a bar for each.
class Choice {
  constructor(words, onChange) {
    this.chosen = new Set();
    this.rows = [];
    this.onChange = onChange;
    this.list = make("div", { class: "names-list" });
    this.element = make("fieldset", { class: "choice" }, make("legend", {}, words), this.list);
  }

  build(entries) {
    this.rows = entries.map(({ name, css }, place) => {
      const box = make("input", {
        type: "checkbox",
        onchange: () => { if (box.checked) this.chosen.add(place); else this.chosen.delete(place); this.onChange(); },
      });
      const count = make("span", { class: "count" });
      const dot = css && make("i", { class: "dot" });
      if (dot) dot.style.background = css;
      const bar = make("i", { class: "bar" });
      const row = make("label", {}, bar, box, dot, make("span", { class: "word" }, name), count);
      return { row, box, bar, count };
    });
    this.list.replaceChildren(...this.rows.map(({ row }) => row));
    this.element.hidden = entries.length === 0;
  }

  reset() {
    this.chosen.clear();
    for (const { box } of this.rows) box.checked = false;
  }

  paint(counts) {
    const most = Math.max(1, ...counts);
    this.rows.forEach(({ bar, count }, place) => {
      bar.style.transform = `scaleX(${counts[place] / most})`;
      count.textContent = grouped(counts[place]);
    });
  }
}

export class Filters extends EventTarget {
  constructor(gallery, store, marksOfImages) {
    super();
    Object.assign(this, { gallery, store, marks: marksOfImages, mark: "all", onlyEmpty: false });
    const changed = () => this.apply();
    this.categories = new Choice("Categories", changed);
    this.categories.build(gallery.categories);
    this.blends = new Choice("Blends", changed);
    this.blends.build([]);
    this.ranges = scales.map((scale) => new Range(scale, changed));
    this.markButtons = marks.map(([key, words]) => make("button", {
      type: "button", class: "chip", "aria-pressed": key === "all", "data-mark": key,
      onclick: () => { this.mark = key; this.apply(); },
    }, words));
    this.empty = make("input", { type: "checkbox", onchange: () => { this.onlyEmpty = this.empty.checked; this.apply(); } });
    this.clear = make("button", { type: "button", class: "plain", onclick: () => this.reset() }, "Clear filters");
    this.progress = make("p", { class: "soft", hidden: true });
    this.emptyRow = make("label", { class: "line" }, this.empty, "Images without a label");
    this.element = make("aside", { class: "filters", "aria-label": "Filters" },
      this.progress,
      make("fieldset", { class: "marks" }, make("legend", {}, "Marks"), make("div", { class: "chips" }, this.markButtons)),
      gallery.is_dataset ? [this.categories.element, ...this.ranges.map((range) => range.element), this.blends.element, this.emptyRow] : [],
      this.clear);
    marksOfImages.addEventListener("change", () => { if (this.mark !== "all") this.apply(); else this.countMarks(); });
  }

  // New labels have arrived.
  update() {
    for (const range of this.ranges) range.measure(this.store);
    this.apply();
  }

  nameBlends(names) {
    this.blends.build(names.map((name) => ({ name })));
    this.apply();
  }

  reset() {
    this.categories.reset();
    this.blends.reset();
    for (const range of this.ranges) range.reset();
    this.empty.checked = this.onlyEmpty = false;
    this.mark = "all";
    this.apply();
  }

  get isSet() {
    return this.mark !== "all" || this.onlyEmpty || this.choosesLabels || this.ranges.some((range) => range.isSet);
  }

  get choosesLabels() {
    return this.categories.chosen.size > 0 || this.blends.chosen.size > 0
      || this.ranges.some((range) => range.isSet && !range.scale.ofImages);
  }

  fitsMark(image) {
    const { mark, note } = this.marks.get(image);
    switch (this.mark) {
      case "all": return true;
      case "none": return !mark;
      case "note": return Boolean(note);
      default: return mark === this.mark;
    }
  }

  apply() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => { this.pending = undefined; this.run(); });
  }

  // A pass over all labels, in slices that leave time for a frame. A later pass ends an earlier one.
  run() {
    const pass = this.pass = this.passes();
    const slice = () => {
      if (this.pass !== pass) return;
      const end = performance.now() + 7;
      while (!pass.next().done) if (performance.now() > end) { requestAnimationFrame(slice); return; }
    };
    slice();
  }

  *passes() {
    const { store } = this;
    const known = this.ranges.filter((range) => !range.element.hidden);
    for (const range of known) { range.all.fill(0); range.shown.fill(0); }
    const [ranges, lights] = [known.filter(({ scale }) => !scale.ofImages), known.filter(({ scale }) => scale.ofImages)];
    const categories = new Uint32Array(this.gallery.categories.length);
    const blends = new Uint32Array(this.blends.rows.length + 1);
    const [chosen, chosenBlends, choosesLabels] = [this.categories.chosen, this.blends.chosen, this.choosesLabels];
    const columns = ranges.map((range) => store.column(range.scale.name));
    const places = new Int16Array(ranges.length);
    const lightColumns = lights.map((range) => store.column(range.scale.name));
    const lightPlaces = new Int16Array(lights.length);
    const images = [];
    for (let image = 0; image < store.count; image++) {
      if (image % 1024 === 1023) yield;
      const [first, end] = image < store.ready ? [store.firsts[image], store.firsts[image + 1]] : [0, 0];
      let fitsLight = true;
      for (let place = 0; place < lights.length; place++) {
        const range = lights[place], { values, unknown, unit, zero } = lightColumns[place];
        const bin = image >= store.ready || values[image] === unknown ? -1 : range.bin(zero + values[image] * unit);
        lightPlaces[place] = bin;
        if (bin >= 0) range.all[bin]++;
        if (range.isSet && (bin < range.from || bin >= range.to)) fitsLight = false;
      }
      let fits = fitsLight && !choosesLabels;
      for (let label = first; label < end; label++) {
        let fitsRanges = true;
        for (let place = 0; place < ranges.length; place++) {
          const range = ranges[place], { values, unknown, unit, zero } = columns[place];
          const value = values[label];
          const bin = value === unknown ? -1 : range.bin(zero + value * unit);
          places[place] = bin;
          if (bin >= 0) range.all[bin]++;
          if (range.isSet && (bin < range.from || bin >= range.to)) fitsRanges = false;
        }
        const blend = store.blend[label];
        const fitsBlend = chosenBlends.size === 0 || chosenBlends.has(blend - 1);
        const fitsCategory = chosen.size === 0 || chosen.has(store.category[label]);
        if (!fitsLight) continue;
        if (fitsRanges && fitsBlend) categories[store.category[label]]++;
        if (fitsRanges && fitsCategory && blend > 0) blends[blend - 1]++;
        if (!fitsRanges || !fitsBlend || !fitsCategory) continue;
        fits = true;
        for (let place = 0; place < ranges.length; place++) if (places[place] >= 0) ranges[place].shown[places[place]]++;
      }
      if (this.onlyEmpty && (image >= store.ready || end > first)) fits = false;
      if (fits) for (let place = 0; place < lights.length; place++) if (lightPlaces[place] >= 0) lights[place].shown[lightPlaces[place]]++;
      if (fits && (this.mark === "all" || this.fitsMark(image))) images.push(image);
    }
    yield;
    for (const range of known) range.paint();
    this.categories.paint(categories);
    this.blends.paint(blends);
    this.countMarks();
    this.clear.hidden = !this.isSet;
    this.progress.hidden = store.isWhole || !this.gallery.is_dataset;
    this.element.classList.toggle("partial", !this.progress.hidden);
    this.progress.textContent = `Labels of ${grouped(store.ready)} of ${counting(store.count, "image")} are read. Until all are, `
      + "the numbers below, the bars and the filters are of these alone.";
    this.dispatchEvent(new CustomEvent("change", { detail: { images, isPart: !this.progress.hidden } }));
  }

  countMarks() {
    for (const button of this.markButtons) {
      const key = button.dataset.mark;
      button.setAttribute("aria-pressed", key === this.mark);
      const count = key === "all" || key === "none" ? 0 : this.marks.count(key);
      button.textContent = marks.find(([name]) => name === key)[1] + (count > 0 ? ` ${grouped(count)}` : "");
    }
  }
}

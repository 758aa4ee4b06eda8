// A grid of any number of pictures. Only the tiles in view exist; they are moved and filled anew while it scrolls.
import { json } from "./api.js";
import { counting, make } from "./dom.js";
import { overlay } from "./overlay.js";

const gap = 10;
const captionHeight = 24;
// Rows above and below the view that are filled as well.
const margin = 1;
const mostSheets = 4000;
// While it scrolls faster, in pixels a millisecond, pictures are not asked for.
const fast = 6;

export class Grid extends EventTarget {
  constructor(gallery, marks) {
    super();
    Object.assign(this, { gallery, marks, images: [], current: 0, tiles: new Map(), spare: [], sheets: new Map() });
    this.size = 180;
    // The height of a frame for its width.
    this.ratio = 0.75;
    this.space = make("div", { class: "space" });
    this.element = make("div", {
      class: "grid", tabindex: 0, role: "grid", "aria-label": "Images", "aria-multiselectable": "false",
    }, this.space);
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.element.addEventListener("click", (event) => this.clicked(event));
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    new ResizeObserver(() => this.layOut()).observe(this.element);
    marks.addEventListener("change", ({ detail }) => this.redress(detail));
  }

  show(images) {
    const isSame = images.length === this.images.length && images.every((image, place) => image === this.images[place]);
    if (isSame) return;
    const kept = this.images[this.current];
    this.images = images;
    const place = kept === undefined ? 0 : images.indexOf(kept);
    this.current = Math.max(0, place);
    this.layOut(true);
  }

  // Frames have the shape that most of the first images have.
  shape(widths, heights, count) {
    const shapes = [];
    for (let image = 0; image < Math.min(count, 500); image++) {
      if (widths[image] > 0) shapes.push(heights[image] / widths[image]);
    }
    if (shapes.length === 0) return;
    const middle = shapes.sort((a, b) => a - b)[shapes.length >> 1];
    this.ratio = Math.min(1, Math.max(0.5, middle));
    this.layOut();
  }

  resize(size) {
    this.size = size;
    this.layOut(true);
    this.reveal();
  }

  layOut(isNew = false) {
    const width = this.element.clientWidth - 2 * gap;
    if (width <= 0) return;
    this.columns = Math.max(1, Math.floor((width + gap) / (this.size + gap)));
    this.tile = Math.floor((width + gap) / this.columns) - gap;
    this.high = Math.round(this.tile * this.ratio);
    this.row = this.high + captionHeight + gap;
    this.rows = Math.ceil(this.images.length / this.columns);
    this.space.style.height = `${this.rows * this.row + gap}px`;
    this.element.setAttribute("aria-rowcount", this.rows);
    this.element.setAttribute("aria-colcount", this.columns);
    this.density = Math.min(2, devicePixelRatio || 1);
    this.pixels = [64, 128, 192, 256, 384, 512, 768].find((size) => size >= this.tile * this.density) ?? 1024;
    const laidOut = `${this.columns} ${this.tile} ${this.high}`;
    if (isNew || this.laidOut !== laidOut) {
      for (const place of [...this.tiles.keys()]) this.release(place);
      this.laidOut = laidOut;
    }
    this.render();
  }

  scrolled() {
    const now = performance.now();
    const distance = Math.abs(this.element.scrollTop - (this.lastTop ?? 0));
    this.speed = distance / Math.max(1, now - (this.lastTime ?? 0));
    [this.lastTop, this.lastTime] = [this.element.scrollTop, now];
    clearTimeout(this.settling);
    this.settling = setTimeout(() => { this.speed = 0; this.render(); }, 90);
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = undefined; this.render(); });
  }

  range() {
    const top = this.element.scrollTop;
    const first = Math.max(0, Math.floor(top / this.row) - margin);
    const last = Math.ceil((top + this.element.clientHeight) / this.row) + margin;
    return [first * this.columns, Math.min(this.images.length, last * this.columns)];
  }

  render() {
    if (!this.columns) return;
    const [first, end] = this.range();
    for (const place of this.tiles.keys()) if (place < first || place >= end) this.release(place);
    for (let place = first; place < end; place++) {
      if (!this.tiles.has(place)) this.fill(place);
    }
    if ((this.speed ?? 0) < fast) this.picture();
  }

  release(place) {
    const tile = this.tiles.get(place);
    this.tiles.delete(place);
    tile.element.hidden = true;
    // A picture that is still under way is no longer wanted.
    if (!tile.img.complete) tile.img.removeAttribute("src");
    this.spare.push(tile);
  }

  fill(place) {
    const tile = this.spare.pop() ?? this.makeTile();
    const image = this.images[place];
    tile.image = image;
    tile.isPictured = tile.isDrawn = false;
    tile.svg?.remove();
    tile.svg = undefined;
    tile.img.removeAttribute("src");
    tile.frame.classList.remove("gone");
    tile.name.textContent = this.sheets.get(image)?.name ?? "";
    const { style } = tile.element;
    const column = place % this.columns, row = Math.floor(place / this.columns);
    style.transform = `translate(${gap + column * (this.tile + gap)}px, ${gap + row * this.row}px)`;
    style.width = `${this.tile}px`;
    tile.frame.style.height = `${this.high}px`;
    tile.element.id = `tile-${place}`;
    tile.element.dataset.place = place;
    tile.element.setAttribute("aria-rowindex", row + 1);
    tile.element.setAttribute("aria-colindex", column + 1);
    tile.element.hidden = false;
    this.tiles.set(place, tile);
    this.dress(tile, place);
  }

  makeTile() {
    const img = make("img", { alt: "", draggable: "false", decoding: "async" });
    const badge = make("span", { class: "badge" });
    const frame = make("div", { class: "frame" }, img, badge);
    const name = make("span", { class: "name" });
    const element = make("div", { class: "tile", role: "gridcell" }, frame, make("div", { class: "caption" }, name));
    const tile = { element, img, badge, frame, name };
    img.addEventListener("error", () => { if (img.hasAttribute("src")) frame.classList.add("gone"); });
    this.space.append(element);
    return tile;
  }

  // The mark, the words for a screen reader, and whether it is the current one.
  dress(tile, place) {
    const { mark, note } = this.marks.get(tile.image);
    tile.badge.className = `badge ${mark ?? (note ? "noted" : "")}`;
    const sheet = this.sheets.get(tile.image);
    const words = [sheet?.name ?? `image ${tile.image + 1}`];
    if (sheet?.labels) words.push(counting(sheet.labels.length, "label"));
    if (mark) words.push(`marked ${mark}`);
    if (note) words.push(`note: ${note}`);
    tile.element.setAttribute("aria-label", words.join(", "));
    tile.element.title = note || sheet?.name || "";
    const isCurrent = place === this.current;
    tile.element.classList.toggle("current", isCurrent);
    tile.element.setAttribute("aria-selected", isCurrent);
    if (isCurrent) this.element.setAttribute("aria-activedescendant", tile.element.id);
  }

  redress(image) {
    for (const [place, tile] of this.tiles) if (tile.image === image) this.dress(tile, place);
  }

  // Asks for the pictures and labels of the tiles that are there.
  picture() {
    const wanted = [];
    for (const tile of this.tiles.values()) {
      if (!tile.isPictured) {
        tile.isPictured = true;
        tile.img.src = `/api/thumbnail?image=${tile.image}&size=${this.pixels}`;
      }
      if (tile.isDrawn) continue;
      if (this.sheets.has(tile.image)) this.drawSoon();
      else wanted.push(tile.image);
    }
    if (wanted.length > 0 && !this.asking) this.ask(wanted.slice(0, 120));
  }

  async ask(wanted) {
    this.asking = true;
    try {
      for (const sheet of await json(`/api/labels?images=${wanted.join(",")}&size=${this.pixels}`)) {
        this.sheets.set(sheet.image, sheet);
      }
      while (this.sheets.size > mostSheets) this.sheets.delete(this.sheets.keys().next().value);
      this.asking = false;
      this.drawSoon();
      if ((this.speed ?? 0) < fast) this.picture();
    } catch {
      // The notice at the top says what is wrong.
      setTimeout(() => { this.asking = false; }, 1000);
    }
  }

  // Labels are drawn a few milliseconds a frame.
  drawSoon() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = undefined;
      const end = performance.now() + 6;
      for (const [place, tile] of this.tiles) {
        const sheet = this.sheets.get(tile.image);
        if (tile.isDrawn || !sheet) continue;
        if (performance.now() > end) { this.drawSoon(); return; }
        tile.isDrawn = true;
        tile.name.textContent = sheet.name.split("/").pop();
        if (sheet.labels) {
          tile.svg = overlay(sheet, this.gallery.categories, Math.max(sheet.width / this.tile, sheet.height / this.high));
          tile.img.after(tile.svg);
        } else {
          tile.frame.classList.add("gone");
        }
        this.dress(tile, place);
      }
    });
  }

  // MARK: Choice

  clicked(event) {
    const tile = event.target.closest(".tile");
    if (!tile) return;
    this.go(Number(tile.dataset.place));
    this.dispatchEvent(new CustomEvent("open"));
  }

  get image() { return this.images[this.current]; }

  go(place) {
    if (this.images.length === 0) return;
    const before = this.current;
    this.current = Math.min(Math.max(place, 0), this.images.length - 1);
    for (const changed of [before, this.current]) {
      const tile = this.tiles.get(changed);
      if (tile) this.dress(tile, changed);
    }
    this.reveal();
    this.dispatchEvent(new CustomEvent("move"));
  }

  reveal() {
    const top = Math.floor(this.current / this.columns) * this.row;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.row + gap > scrollTop + clientHeight) this.element.scrollTop = top + this.row + gap - clientHeight;
    this.render();
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.row)) * this.columns;
    const steps = {
      ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns, PageDown: page, PageUp: -page,
      Home: -Infinity, End: Infinity,
    };
    if (event.key in steps) this.go(this.current + steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.dispatchEvent(new CustomEvent("open"));
    else return;
    event.preventDefault();
  }
}

// One picture, large: it fits the room, is zoomed to the pixel, and has what is drawn over it in its own pixels.
import { make } from "./dom.js";

// The most pixels of the screen for one of the picture, where the picture is small.
const largest = 16;

export class Stage {
  // - label: of the picture, for a screen reader.
  // - onLayOut: called when the scale has changed.
  constructor(label, layers, onLayOut) {
    Object.assign(this, { zoom: 1, onLayOut });
    this.fit = make("div", { class: "fit" }, layers);
    this.element = make("div", { class: "stage", tabindex: 0, "aria-label": label }, this.fit);
    this.element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.layOut()).observe(this.element);
  }

  // Shows a picture of a size, whole.
  show(width, height) {
    Object.assign(this, { width, height });
    this.layOut();
  }

  layOut() {
    const { clientWidth, clientHeight } = this.element;
    // While the picture is closed, there is no room to fit.
    if (!this.width || clientWidth === 0) return;
    this.scale = Math.min(largest, clientWidth / this.width, clientHeight / this.height) * this.zoom;
    this.fit.style.width = `${this.width * this.scale}px`;
    this.fit.style.height = `${this.height * this.scale}px`;
    this.fit.classList.toggle("pixels", this.scale >= 2.5);
    this.onLayOut();
  }

  zoomTo(zoom) {
    this.zoom = Math.min(40, Math.max(1, zoom));
    this.layOut();
  }

  // Zooms about the pointer.
  wheel(event) {
    event.preventDefault();
    const before = this.scale;
    const { left, top } = this.fit.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    this.zoomTo(this.zoom * 1.0016 ** -event.deltaY);
    const factor = this.scale / before - 1;
    this.element.scrollBy(x * factor, y * factor);
  }

  // A place of the pointer, in pixels of the picture.
  point(event) {
    const { left, top, width } = this.fit.getBoundingClientRect();
    const scale = this.width / width;
    return [Math.round((event.clientX - left) * scale * 10) / 10, Math.round((event.clientY - top) * scale * 10) / 10];
  }

  // Whether a key has zoomed.
  pressed({ key }) {
    if (key === "+" || key === "=") this.zoomTo(this.zoom * 1.25);
    else if (key === "-") this.zoomTo(this.zoom / 1.25);
    else if (key === "0") this.zoomTo(1);
    else return false;
    return true;
  }
}

// Buttons to the picture before and to the next one.
export const stepper = (noun, step) => [["←", -1, `Previous ${noun}`], ["→", 1, `Next ${noun}`]].map(([words, by, name]) =>
  make("button", { type: "button", class: "plain", "aria-label": name, title: name, onclick: () => step(by) }, words));

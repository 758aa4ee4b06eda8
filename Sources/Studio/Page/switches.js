// Which layers are drawn: one choice for the grid and the enlarged picture, which the browser keeps.
import { make } from "./dom.js";
import { layers } from "./overlay.js";

const key = "diorama-layers";
const usual = ["masks", "boxes", "names", "keypoints", "tint"];

export class Switches {
  constructor(isDataset) {
    this.on = new Set(JSON.parse(localStorage.getItem(key) ?? "null") ?? usual);
    // Layers that no label has met so far are not offered.
    this.known = new Set(isDataset ? ["masks", "boxes", "names", "tint"] : []);
    this.roots = [];
    this.buttons = [];
  }

  // The elements whose pictures show the layers.
  govern(element) {
    this.roots.push(element);
    this.apply();
  }

  chips() {
    const buttons = layers.map(({ name, words, key }) => make("button", {
      type: "button", class: "chip", "data-layer": name, title: `${words} (key ${key})`, onclick: () => this.toggle(name),
    }, words));
    this.buttons.push(...buttons);
    this.apply();
    return make("div", { class: "chips", role: "group", "aria-label": "Layers" }, buttons);
  }

  toggle(name) {
    if (this.on.has(name)) this.on.delete(name);
    else this.on.add(name);
    localStorage.setItem(key, JSON.stringify([...this.on]));
    this.apply();
  }

  offer(name) {
    if (this.known.has(name)) return;
    this.known.add(name);
    this.apply();
  }

  meet(sheet) {
    for (const label of sheet.labels ?? []) {
      if (label.amodal_mask || label.amodal_box) this.offer("amodal");
      if (label.corners) this.offer("solids");
      if (label.keypoints) this.offer("keypoints");
    }
    if (sheet.has_depth) this.offer("depth");
  }

  apply() {
    for (const root of this.roots) for (const { name } of layers) root.classList.toggle(`no-${name}`, !this.on.has(name));
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", this.on.has(button.dataset.layer));
      button.hidden = !this.known.has(button.dataset.layer);
    }
  }

  // Whether a key has switched a layer.
  pressed(event) {
    const layer = layers.find(({ key, name }) => key === event.key && this.known.has(name));
    if (layer) this.toggle(layer.name);
    return layer !== undefined;
  }
}

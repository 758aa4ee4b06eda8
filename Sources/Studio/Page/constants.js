// The constants of a pipeline file as controls: sliders, boxes to tick and choices. Each change is an edit of the file.
import { make } from "./dom.js";

// Where a slider begins and ends: the limits of the key, unless they are so far off that the slider could not be aimed.
export function span(constant) {
  const value = Number(constant.text), size = Math.max(Math.abs(value), constant.kind === "whole" ? 3 : 1e-6);
  const { least = -Infinity, most = Infinity } = constant;
  if (most - least <= 40 * size || most - least <= 1) return [least, most];
  return [Math.max(least, value < 0 ? -4 * size : 0), Math.min(most, 4 * size)];
}

// As a person would write it: three digits of what the slider covers.
export function written(value, [low, high], kind) {
  if (kind === "whole") return String(Math.round(value));
  const digits = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(high - low))));
  return String(Number(value.toFixed(digits)));
}

// What the numbers of a rule are.
const ends = ["from", "to"];
const rules = { uniform: ends, log_uniform: ends, integers: ends, clip: ends, normal: ["mean", "spread"] };

// The block that a constant belongs to, and the keys within it.
function parts(keys) {
  const all = keys.split(".").map((key, place, keys) => {
    if (!/^\d+$/.test(key)) return key;
    return rules[keys[place - 1]]?.[Number(key)] ?? String(Number(key) + 1);
  });
  const depth = ["objects", "effects", "backgrounds", "variants"].includes(all[0]) && all.length > 2 ? 2 : Math.min(1, all.length - 1);
  return [all.slice(0, depth).join(" · ") || "file", all.slice(depth).join(" · ")];
}

export class Constants {
  // - set: called with the place of a constant and its new text.
  constructor(set) {
    Object.assign(this, { set, rows: [], shape: "" });
    this.element = make("div", { class: "constants", "aria-label": "Values", hidden: true });
  }

  // Shows what the file has. Controls stay where the constants are the same, so that none loses the focus.
  show(constants, mayChange) {
    const shape = JSON.stringify([mayChange, constants.map(({ keys, kind, words }) => [keys, kind, words])]);
    if (shape !== this.shape) this.build(constants, mayChange);
    this.shape = shape;
    constants.forEach((constant, place) => this.rows[place].show(constant));
  }

  build(constants, mayChange) {
    const groups = new Map();
    this.rows = constants.map((constant, place) => {
      const row = this.row(constant, place);
      for (const field of row.fields) field.disabled = !mayChange;
      const [group] = parts(constant.keys);
      groups.set(group, [...(groups.get(group) ?? []), row.element]);
      return row;
    });
    this.element.replaceChildren(...(mayChange ? [] : [make("p", { class: "soft" },
      "This file comes with the program. Change a copy of it: “diorama init” makes one.")]),
    ...(constants.length === 0 ? [make("p", { class: "soft" }, "The file has no constants that can be changed here.")] : []),
    ...[...groups].map(([name, rows]) => make("section", {}, make("h3", {}, name), rows)));
  }

  row(constant, place) {
    const [, name] = parts(constant.keys);
    const label = make("span", { class: "key" }, name);
    const properties = { "aria-label": constant.keys.replaceAll(".", " "), title: constant.summary };
    const made = (fields, show) => ({ fields, show, element: make("div", { class: "constant", title: constant.summary }, label, fields) });
    if (constant.kind === "flag") {
      const box = make("input", { type: "checkbox", ...properties, onchange: () => this.set(place, String(box.checked)) });
      return made([box], ({ text }) => { box.checked = text === "true"; });
    }
    if (constant.kind === "word") {
      const choice = make("select", { ...properties, onchange: () => this.set(place, choice.value) },
        constant.words.map((word) => make("option", { value: word }, word)));
      return made([choice], ({ text }) => { choice.value = text; });
    }
    const slider = make("input", { type: "range", step: constant.kind === "whole" ? 1 : "any", ...properties });
    const field = make("input", {
      type: "number", step: constant.kind === "whole" ? 1 : "any", min: constant.least, max: constant.most,
      ...properties, "aria-label": `${properties["aria-label"]}, number`,
    });
    let ends;
    slider.addEventListener("input", () => { field.value = written(Number(slider.value), ends, constant.kind); });
    slider.addEventListener("change", () => this.set(place, written(Number(slider.value), ends, constant.kind)));
    field.addEventListener("change", () => { if (field.value !== "") this.set(place, field.value); });
    return made([slider, field], (now) => {
      ends = span(now);
      [slider.min, slider.max] = ends;
      // A drag that goes on is not pulled away.
      if (!slider.matches(":active")) slider.value = now.text;
      field.value = Number(now.text);
    });
  }

  // Brings a constant into view, ready to be changed.
  focus(place) {
    const [first] = this.rows[place].fields;
    first.scrollIntoView({ block: "center" });
    first.focus();
  }
}

// Labels drawn over a picture: an SVG in the picture's own pixels. Layers are hidden by classes of an element above.
import { draw } from "./dom.js";

export const layers = [
  { key: "m", name: "masks", words: "Masks" },
  { key: "a", name: "amodal", words: "Amodal" },
  { key: "x", name: "boxes", words: "Boxes" },
  { key: "t", name: "names", words: "Names" },
  { key: "k", name: "keypoints", words: "Keypoints" },
  { key: "3", name: "solids", words: "3D boxes" },
  { key: "d", name: "depth", words: "Depth" },
  { key: "i", name: "tint", words: "Tint" },
];

// The corners' bits say x, y and z: edges join corners that differ in one.
const edges = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((a) => [1, 2, 4].map((bit) => [a, a ^ bit])).filter(([a, b]) => a < b);

function segments(lines) {
  return lines.map(([[x, y], [u, v]]) => `M${x} ${y}L${u} ${v}`).join("");
}

function keypoints(label, category) {
  const group = draw("g", { class: "point" });
  const seen = (place) => label.keypoints[place]?.[2] > 0;
  const bones = (category?.skeleton ?? []).filter(([a, b]) => seen(a - 1) && seen(b - 1))
    .map(([a, b]) => [label.keypoints[a - 1], label.keypoints[b - 1]]);
  if (bones.length > 0) group.append(draw("path", { d: segments(bones) }));
  for (const [x, y, state] of label.keypoints) {
    // A line without length and with round ends is a dot of the same size at any scale.
    if (state > 0) group.append(draw("path", { class: state === 1 ? "dot hidden" : "dot", d: `M${x} ${y}h0` }));
  }
  return group;
}

// - scale: how many pixels of the picture a pixel of the screen shows, for the size of names.
export function overlay(sheet, categories, scale) {
  const groups = Object.fromEntries(["amodal", "masks", "boxes", "solids", "keypoints", "names"]
    .map((name) => [name, draw("g", { class: name })]));
  const size = 11 * scale;
  sheet.labels.forEach((label, place) => {
    const category = categories[label.category];
    const add = (layer, element) => {
      element.style.setProperty("--k", category?.css ?? "#fff");
      element.dataset.label = place;
      groups[layer].append(element);
    };
    if (label.amodal_mask) add("amodal", draw("path", { d: label.amodal_mask }));
    else if (label.amodal_box) {
      const [x, y, width, height] = label.amodal_box;
      add("amodal", draw("rect", { x, y, width, height }));
    }
    if (label.mask) add("masks", draw("path", { d: label.mask }));
    if (label.corners) add("solids", draw("path", { d: segments(edges.map(([a, b]) => [label.corners[a], label.corners[b]])) }));
    if (label.keypoints) add("keypoints", keypoints(label, category));
    if (!label.box) return;
    const [x, y, width, height] = label.box;
    add("boxes", draw("rect", { x, y, width, height }));
    const name = draw("text", { x, y: Math.max(y - 3 * scale, size), "font-size": size }, category?.name ?? "?");
    add("names", name);
  });
  return draw("svg", { class: "overlay", viewBox: `0 0 ${sheet.width} ${sheet.height}`, "aria-hidden": "true" },
    ...Object.values(groups));
}

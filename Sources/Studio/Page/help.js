// The keys of the page.
import { make } from "./dom.js";
import { layers } from "./overlay.js";

const keys = [
  ["← → ↑ ↓", "another image"], ["Page up, Page down, Home, End", "further images"], ["Enter", "enlarge"],
  ["Escape", "back"], ["G", "good"], ["B", "bad"], ["U", "no mark"], ["N", "write a note (enlarged)"],
  ["F", "to the filters"], ["C", "clear filters"],
  ...layers.map(({ key, words }) => [key.toUpperCase(), `${words.toLowerCase()} on or off`]),
  ["+ − 0", "larger, smaller, whole (enlarged)"], ["O", "hold: the image of the dataset, not the one made without something"],
  ["On a photo", ""], ["H F L 1 2 3 C G R Q S", "horizon, height, length, lines A and B, uprights, crop, ground, region, plane, sun"],
  ["O", "the pipeline's objects on or off"],
  ["Enter, N, P", "a new mark; the next or previous point of the tool"],
  ["Arrows, Shift+arrows", "move the point by one pixel, by ten"], ["Delete", "remove the mark"],
  ["Ctrl+Z, Ctrl+Shift+Z, Ctrl+S", "undo, redo, save"],
];

let dialog;
export function help() {
  if (!dialog) {
    dialog = make("dialog", { class: "help", "aria-label": "Keys" },
      make("h2", {}, "Keys"),
      make("dl", {}, keys.map(([key, words]) => make("div", {}, make("dt", {}, key), make("dd", {}, words)))),
      make("form", { method: "dialog" }, make("button", { class: "plain" }, "Close")));
    document.body.append(dialog);
  }
  dialog.showModal();
}

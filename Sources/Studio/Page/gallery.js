// Looking through a dataset or photos: the bar, the filters, the grid and the viewer together.
import { ask, json } from "./api.js";
import { counting, grouped, isTyping, make, notice, save } from "./dom.js";
import { Filters } from "./filters.js";
import { Grid } from "./grid.js";
import { Marks } from "./marks.js";
import { help } from "./help.js";
import { Store } from "./store.js";
import { Editor } from "./photo.js";
import { Switches } from "./switches.js";
import { Viewer } from "./viewer.js";

export async function showGallery(subject, root) {
  const gallery = await json("/api/gallery");
  for (const category of gallery.categories) category.css = `rgb(${category.colour.join(" ")})`;
  const store = new Store(gallery.images);
  const marks = new Marks(subject.name);
  const switches = new Switches(gallery.is_dataset);
  const grid = new Grid(gallery, marks);
  switches.govern(grid.element);
  const filters = new Filters(gallery, store, marks);

  const count = make("span", { class: "soft", role: "status" });
  const size = make("input", {
    type: "range", min: 72, max: 420, step: 4, "aria-label": "Size of the pictures",
    value: localStorage.getItem("diorama-size") ?? 180,
    oninput: () => { localStorage.setItem("diorama-size", size.value); grid.resize(Number(size.value)); },
  });
  grid.size = Number(size.value);
  const toggle = make("button", {
    type: "button", class: "plain narrow", "aria-expanded": "false",
    onclick: () => toggle.setAttribute("aria-expanded", filters.element.classList.toggle("open")),
  }, "Filters");
  const copy = make("button", {
    type: "button", class: "plain", title: gallery.is_ours ? "The images shown, as --only takes them" : "The names of the images shown",
    onclick: () => copyList(),
  }, "Copy list");
  const bar = make("header", { class: "top" },
    make("h1", { title: subject.name }, subject.name.split("/").filter(Boolean).pop() ?? subject.name), count, toggle,
    gallery.is_dataset ? switches.chips() : make("span", { class: "chips" }),
    make("label", { class: "size" }, make("span", { class: "unseen" }, "Size"), size), copy,
    make("button", { type: "button", class: "plain", title: "Keys (key ?)", onclick: () => help() }, "Keys"));
  const empty = make("p", { class: "nothing soft", hidden: true }, "No image fits these filters.");
  root.append(bar, make("div", { class: "columns" }, filters.element,
    make("main", {}, grid.element, empty)));
  const viewer = gallery.is_dataset ? new Viewer(gallery, grid, marks, switches) : new Editor(grid, gallery.tries);

  async function copyList() {
    const text = await (await ask("/api/list", { method: "POST", body: { images: grid.images } })).text();
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = `Copied ${grouped(grid.images.length)}`;
      setTimeout(() => { copy.textContent = "Copy list"; }, 1500);
    } catch {
      save(text, "images.txt");
    }
  }

  filters.addEventListener("change", ({ detail: { images, isPart } }) => {
    grid.show(images);
    empty.hidden = images.length > 0;
    count.textContent = images.length === gallery.images
      ? counting(gallery.images, "image")
      : `${grouped(images.length)} of ${counting(gallery.images, "image")}${isPart ? " so far" : ""}`;
  });
  grid.addEventListener("open", () => viewer.open());
  const met = grid.sheets.set.bind(grid.sheets);
  grid.sheets.set = (image, sheet) => { switches.meet(sheet); return met(image, sheet); };
  if (gallery.problems.length > 0) notice("problems", gallery.problems[0] + (gallery.problems.length > 1 ? ` (and ${gallery.problems.length - 1} more)` : ""));

  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.defaultPrevented || grid.image === undefined) return;
    if (!gallery.is_dataset && viewer.dialog.open) return;
    const { mark } = marks.get(grid.image);
    const name = grid.sheets.get(grid.image)?.name;
    if (switches.pressed(event)) { /* Done. */ }
    else if (event.key === "g") marks.set(grid.image, { mark: mark === "good" ? undefined : "good", name });
    else if (event.key === "b") marks.set(grid.image, { mark: mark === "bad" ? undefined : "bad", name });
    else if (event.key === "u") marks.set(grid.image, { mark: undefined, note: "", name });
    else if (event.key === "f" && !viewer.dialog.open) filters.element.querySelector("button, input").focus();
    else if (event.key === "c" && !viewer.dialog.open) filters.reset();
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });

  await marks.load();
  filters.run();
  grid.element.focus({ preventScroll: true });
  let last = 0;
  await store.load(() => {
    // A pass over all labels for each part would be too many.
    if (!store.isWhole && performance.now() - last < 700) return;
    if (last === 0) grid.shape(store.widths, store.heights, store.ready);
    last = performance.now();
    filters.update();
  });
  filters.nameBlends((await json("/api/gallery")).blends);
}

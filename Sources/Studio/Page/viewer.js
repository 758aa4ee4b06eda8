// One image, large: its labels, its scene, the command that makes it again, and itself without something.
import { ask, json, Refusal } from "./api.js";
import { counting, make, percent } from "./dom.js";
import { overlay } from "./overlay.js";
import { Stage, stepper } from "./stage.js";

export class Viewer extends EventTarget {
  constructor(gallery, grid, marks, switches) {
    super();
    Object.assign(this, { gallery, grid, marks, switches });
    this.picture = make("img", { alt: "", class: "picture" });
    this.depth = make("img", { alt: "", class: "depth" });
    this.made = make("img", { alt: "", class: "made", hidden: true });
    this.stage = new Stage("The picture", [this.picture, this.made, this.depth], () => this.layOut());
    this.fit = this.stage.fit;
    this.words = make("p", { class: "stage-words soft", role: "status" });
    this.legend = make("p", { class: "depth legend soft", title: "Depth" });
    this.title = make("h2", {});
    this.facts = make("p", { class: "soft" });
    this.body = make("div", {});
    this.good = this.markButton("good", "Good", "g");
    this.bad = this.markButton("bad", "Bad", "b");
    this.note = make("textarea", {
      rows: 2, placeholder: "Note", "aria-label": "Note", maxlength: 1000,
      onchange: () => this.mark({ note: this.note.value.trim() }),
    });
    this.close = make("button", { type: "button", class: "plain", onclick: () => this.dialog.close() }, "Close");
    this.panel = make("aside", { class: "details", "aria-label": "About the image" },
      make("div", { class: "bar" }, stepper("image", (by) => this.step(by)), this.close),
      this.title, this.facts,
      make("div", { class: "chips" }, this.good, this.bad), this.note, this.body);
    this.dialog = make("dialog", { class: "viewer", "aria-label": "Enlarged image" },
      make("div", { class: "left" }, make("div", { class: "over" }, switches.chips(), this.legend, this.words), this.stage.element), this.panel);
    switches.govern(this.dialog);
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => { this.abort?.abort(); grid.element.focus(); });
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.dialog.addEventListener("keyup", (event) => { if (event.key === "o") this.compare(false); });
    marks.addEventListener("change", ({ detail }) => { if (detail === this.image) this.dress(); });
  }

  markButton(word, words, key) {
    return make("button", {
      type: "button", class: `chip ${word}`, title: `${words} (key ${key})`,
      onclick: () => this.mark({ mark: this.marks.get(this.image).mark === word ? undefined : word }),
    }, words);
  }

  mark(change) { this.marks.set(this.image, { ...change, name: this.sheet?.name ?? this.marks.get(this.image).name }); }

  dress() {
    const { mark, note } = this.marks.get(this.image);
    this.good.setAttribute("aria-pressed", mark === "good");
    this.bad.setAttribute("aria-pressed", mark === "bad");
    if (document.activeElement !== this.note) this.note.value = note;
  }

  open() {
    if (this.grid.image === undefined) return;
    if (!this.dialog.open) this.dialog.showModal();
    this.stage.element.focus();
    this.show();
  }

  step(by) {
    if (this.note === document.activeElement) this.note.blur();
    this.grid.go(this.grid.current + by);
    if (this.grid.image !== this.image) this.show();
  }

  async show() {
    const image = this.image = this.grid.image;
    this.abort?.abort();
    this.abort = new AbortController();
    this.stage.zoom = 1;
    this.sheet = undefined;
    this.dress();
    this.restore();
    const known = this.grid.sheets.get(image);
    this.title.textContent = known?.name ?? `Image ${image + 1}`;
    // Nothing of the last image stays: its command and its objects would be taken for this one's.
    this.facts.textContent = this.words.textContent = this.legend.textContent = "";
    this.body.replaceChildren();
    this.svg?.remove();
    this.svg = undefined;
    if (known?.labels) this.draw(known);
    // What is small already stands in until the whole picture is there.
    this.picture.src = `/api/picture?image=${image}`;
    this.clearDepth();
    try {
      const sheet = await json(`/api/image?image=${image}`, { signal: this.abort.signal });
      this.sheet = sheet;
      this.switches.meet(sheet);
      this.title.textContent = sheet.name;
      if (sheet.labels) this.draw(sheet);
      this.describe(sheet);
      if (sheet.has_depth) await this.showDepth(image);
    } catch (error) {
      if (error instanceof Refusal) this.words.textContent = error.message;
    }
  }

  clearDepth() {
    if (this.depth.src) URL.revokeObjectURL(this.depth.src);
    this.depth.removeAttribute("src");
  }

  // The colours of the depth, and between which distances they lie.
  async showDepth(image) {
    const answer = await ask(`/api/depth?image=${image}`, { signal: this.abort.signal });
    const [near, far] = (answer.headers.get("X-Depth-Metres") ?? "").split(" ").map(Number);
    const blob = await answer.blob();
    if (image !== this.image) return;
    this.clearDepth();
    this.depth.src = URL.createObjectURL(blob);
    if (far > 0) this.legend.replaceChildren(`${near.toFixed(1)} m `, make("i", { class: "ramp" }), ` ${far.toFixed(1)} m`);
  }

  draw(sheet) {
    this.svg?.remove();
    this.stage.show(sheet.width, sheet.height);
    this.svg = overlay(sheet, this.gallery.categories, 1 / this.stage.scale);
    this.fit.append(this.svg);
  }

  // Names have the same size at any scale.
  layOut() {
    for (const name of this.svg?.querySelectorAll("text") ?? []) name.setAttribute("font-size", 12 / this.stage.scale);
  }

  // MARK: What is said of the image

  describe(sheet) {
    const { marks } = this;
    this.facts.textContent = [`${sheet.width} × ${sheet.height}`, sheet.split, sheet.labels && counting(sheet.labels.length, "label")]
      .filter(Boolean).join(" · ");
    this.words.textContent = sheet.problem ?? "";
    this.body.replaceChildren(...[
      sheet.labels?.length > 0 && this.labelTable(sheet),
      this.makeAgain(sheet),
      sheet.command && this.command(sheet.command),
      sheet.scene && make("details", {}, make("summary", {}, "Scene"),
        make("pre", { tabindex: 0 }, JSON.stringify(sheet.scene, null, 2))),
    ].filter(Boolean));
    this.dress(marks);
  }

  labelTable(sheet) {
    const heat = (place, isHot) => {
      for (const element of this.svg?.querySelectorAll(`[data-label="${place}"]`) ?? []) element.classList.toggle("hot", isHot);
      this.svg?.classList.toggle("heated", isHot);
    };
    const rows = sheet.labels.map((label, place) => {
      const category = this.gallery.categories[label.category];
      const dot = make("i", { class: "dot" });
      dot.style.background = category?.css ?? "gray";
      return make("tr", {
        tabindex: 0, onmouseenter: () => heat(place, true), onmouseleave: () => heat(place, false),
        onfocus: () => heat(place, true), onblur: () => heat(place, false),
      },
      make("th", { scope: "row" }, dot, category?.name ?? "?"),
      make("td", {}, label.box ? `${Math.round(label.box[2])} × ${Math.round(label.box[3])}` : ""),
      make("td", {}, label.visibility === undefined ? "" : percent(label.visibility)),
      make("td", {}, label.truncation === undefined ? "" : percent(label.truncation)));
    });
    const head = ["Label", "Pixels", "Visible", "Outside"].map((words) => make("th", { scope: "col" }, words));
    return make("table", {}, make("caption", {}, "Labels"), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows));
  }

  command(text) {
    const copy = make("button", {
      type: "button", class: "plain",
      onclick: async () => { await navigator.clipboard.writeText(text); copy.textContent = "Copied"; },
    }, "Copy");
    return make("section", {}, make("h3", {}, "Make it again", copy), make("pre", { tabindex: 0 }, text));
  }

  // MARK: The image without something

  makeAgain(sheet) {
    if (!sheet.scene) return undefined;
    if (sheet.cannot_remake) {
      return make("section", {}, make("h3", {}, "Without"), make("p", { class: "soft" }, sheet.cannot_remake));
    }
    const button = (words, query) => make("button", {
      type: "button", class: "chip", "aria-pressed": "false", onclick: (event) => this.remake(event.currentTarget, words, query),
    }, words);
    const objects = (sheet.scene.objects ?? []).map((object, place) =>
      button(object.category || object.name, `object=${place}`));
    const keys = (sheet.omissions ?? []).map((key) => button(key, `without=${encodeURIComponent(key)}`));
    this.madeWords = make("p", { class: "soft", role: "status" });
    return make("section", { class: "without" }, make("h3", {}, "Without"),
      make("div", { class: "chips" }, objects), make("div", { class: "chips" }, keys), this.madeWords);
  }

  async remake(button, words, query) {
    const wasPressed = button.getAttribute("aria-pressed") === "true";
    this.restore();
    if (wasPressed) return;
    button.setAttribute("aria-pressed", true);
    this.madeWords.textContent = `Making the image without ${words} …`;
    const image = this.image;
    try {
      const blob = await (await ask(`/api/remake?image=${image}&${query}`, { signal: this.abort.signal })).blob();
      if (image !== this.image) return;
      this.made.src = URL.createObjectURL(blob);
      this.made.hidden = false;
      this.fit.classList.add("remade");
      this.madeWords.textContent = `Shown without ${words}. Hold O to see the image of the dataset.`;
    } catch (error) {
      button.setAttribute("aria-pressed", false);
      if (error instanceof Refusal) this.madeWords.textContent = error.message;
    }
  }

  restore() {
    if (this.made.src) URL.revokeObjectURL(this.made.src);
    this.made.hidden = true;
    this.made.removeAttribute("src");
    this.fit.classList.remove("remade");
    for (const button of this.body.querySelectorAll(".without [aria-pressed=true]")) button.setAttribute("aria-pressed", false);
    if (this.madeWords) this.madeWords.textContent = "";
  }

  compare(showsOriginal) {
    if (this.made.hasAttribute("src")) this.made.hidden = showsOriginal;
  }

  pressed(event) {
    if (event.target === this.note || event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key === "Escape" && event.target === this.note) { this.note.blur(); this.stage.element.focus(); event.preventDefault(); }
      return;
    }
    if (event.key === "ArrowRight") this.step(1);
    else if (event.key === "ArrowLeft") this.step(-1);
    else if (event.key === "o") this.compare(true);
    else if (this.stage.pressed(event)) { /* Done. */ }
    else if (event.key === "n") this.note.focus();
    else return;
    event.preventDefault();
  }
}

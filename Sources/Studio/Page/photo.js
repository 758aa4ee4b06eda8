// What is known of a photo's scene, drawn on the photo: horizon, things of known size, parallel lines, ground, sun.
import { ask, json, Refusal } from "./api.js";
import { draw, isTyping, make } from "./dom.js";

const tools = [
  { key: "h", name: "horizon", words: "Horizon", hint: "Drag its two ends. Or set the numbers at the right." },
  { key: "f", name: "figure", words: "Height", hint: "Drag from the foot of something upright to its top, and give its height." },
  { key: "l", name: "length", words: "Length", hint: "Drag along a piece of the ground, and give its length." },
  { key: "1", name: "a", words: "Lines A", hint: "Drag along level lines that are parallel in the scene: two or more." },
  { key: "2", name: "b", words: "Lines B", hint: "The same for lines at right angles to A. Both give the field of view." },
  { key: "3", name: "up", words: "Uprights", hint: "Drag along upright lines, such as corners of houses." },
  { key: "g", name: "ground", words: "Ground", hint: "Click the corners of the level ground. Drag a corner to move it." },
  { key: "r", name: "region", words: "Region", hint: "Give a name, and click the corners of the region." },
  { key: "s", name: "shadow", words: "Sun", hint: "Drag from the foot of something upright to the tip of its shadow, then move the third point to its top." },
];
const heights = [["person", 1.7], ["car", 1.5], ["door", 2.0], ["post", 1.0]];
const numbers = [
  { name: "horizon", words: "Horizon", unit: "of the height", step: 0.005 },
  { name: "roll", words: "Roll", unit: "°", step: 0.1 },
  { name: "fov", words: "Field of view", unit: "°", step: 1 },
  { name: "camera_height", words: "Camera height", unit: "m", step: 0.05 },
];
const nothing = () => ({ facts: { regions: {} }, horizon: null, figures: [], lengths: [], a: [], b: [], up: [], shadow: null });

export class Editor {
  constructor(grid) {
    Object.assign(this, { grid, tool: "horizon", zoom: 1, past: [], future: [], chosen: null });
    this.picture = make("img", { alt: "", class: "picture" });
    this.svg = draw("svg", { class: "drawing", role: "group", "aria-label": "Marks on the photo" });
    this.fit = make("div", { class: "fit" }, this.picture, this.svg);
    this.stage = make("div", { class: "stage", tabindex: 0, "aria-label": "The photo" }, this.fit);
    this.buttons = tools.map(({ name, words, key }) => make("button", {
      type: "button", class: "chip", title: `${words} (key ${key})`, "data-tool": name, onclick: () => this.take(name),
    }, words));
    this.hint = make("p", { class: "soft stage-words", role: "status" });
    this.title = make("h2", {});
    this.place = make("p", { class: "soft" });
    this.metres = make("input", { type: "number", min: 0.01, step: 0.05, value: 1.7, "aria-label": "Size in metres" });
    this.sizes = make("div", { class: "chips" }, heights.map(([words, metres]) => make("button", {
      type: "button", class: "chip", onclick: () => { this.metres.value = metres; this.resize(); },
    }, `${words} ${metres}`)));
    this.metres.addEventListener("change", () => this.resize());
    this.region = make("input", { type: "text", value: "wall", "aria-label": "Name of the region" });
    this.fields = Object.fromEntries(numbers.map(({ name, words, step }) => [name, make("input", {
      type: "number", step, "aria-label": words, onchange: () => this.type(name),
    })]));
    this.sun = make("p", { class: "soft" });
    this.warnings = make("ul", { class: "warnings" });
    this.state = make("p", { class: "soft", role: "status" });
    this.saver = make("button", { type: "button", class: "main", onclick: () => this.save() }, "Save");
    const step = (words, by, name) => make("button", {
      type: "button", class: "plain", "aria-label": name, title: name, onclick: () => this.step(by),
    }, words);
    this.option = make("section", {});
    this.panel = make("aside", { class: "details", "aria-label": "Facts of the photo" },
      make("div", { class: "bar" }, step("←", -1, "Previous photo"), step("→", 1, "Next photo"),
        make("button", { type: "button", class: "plain", onclick: () => this.dialog.close() }, "Close")),
      this.title, this.place, this.option,
      make("section", { class: "facts" }, make("h3", {}, "Facts"), numbers.map(({ name, words, unit }) => make("label", {},
        make("span", {}, words), this.fields[name], make("span", { class: "soft" }, unit))), this.sun),
      this.warnings,
      make("div", { class: "bar" }, this.saver,
        make("button", { type: "button", class: "plain", onclick: () => this.undo() }, "Undo"),
        make("button", { type: "button", class: "plain", onclick: () => this.redo() }, "Redo"),
        make("button", { type: "button", class: "plain", onclick: () => this.restart() }, "Discard")),
      this.state);
    this.dialog = make("dialog", { class: "viewer editor", "aria-label": "Facts of the photo" },
      make("div", { class: "left" }, make("div", { class: "over" },
        make("div", { class: "chips", role: "group", "aria-label": "Tools" }, this.buttons), this.hint), this.stage), this.panel);
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => grid.element.focus());
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    new ResizeObserver(() => this.layOut()).observe(this.stage);
    this.take("horizon");
  }

  open() {
    if (this.grid.image === undefined) return;
    if (!this.dialog.open) this.dialog.showModal();
    this.stage.focus();
    this.show();
  }

  step(by) {
    this.grid.go(this.grid.current + by);
    if (this.grid.image !== this.image) this.show();
  }

  async show() {
    const image = this.image = this.grid.image;
    this.zoom = 1;
    this.doc = this.worked = undefined;
    this.svg.replaceChildren();
    this.warnings.replaceChildren();
    this.state.textContent = "";
    this.picture.src = `/api/picture?image=${image}`;
    try {
      const stated = await json(`/api/facts?image=${image}`);
      if (image !== this.image) return;
      Object.assign(this, { width: stated.width, height: stated.height, stated, past: [], future: [], chosen: null });
      this.title.textContent = stated.name.split("/").pop();
      this.place.textContent = `${stated.width} × ${stated.height} · saved in ${stated.file}`;
      this.key = `diorama-draft ${stated.file} ${stated.name}`;
      const kept = localStorage.getItem(this.key);
      this.doc = kept ? JSON.parse(kept) : { ...nothing(), facts: stated.facts };
      if (kept) this.state.textContent = "This draft is not saved yet.";
      this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
      this.layOut();
      this.work();
    } catch (error) {
      if (error instanceof Refusal) this.state.textContent = error.message;
    }
  }

  // MARK: The document

  // Changes it; the state before can be gone back to. A drag is one change.
  change(body, isDrag = false) {
    if (!isDrag || !this.isDragging) {
      this.past.push(JSON.stringify(this.doc));
      if (this.past.length > 200) this.past.shift();
      this.future = [];
    }
    body(this.doc);
    this.keep();
    this.work();
  }

  keep() {
    localStorage.setItem(this.key, JSON.stringify(this.doc));
    this.state.textContent = "This draft is not saved yet.";
  }

  travel(from, to) {
    if (from.length === 0) return;
    to.push(JSON.stringify(this.doc));
    this.doc = JSON.parse(from.pop());
    this.chosen = null;
    this.keep();
    this.work();
  }
  undo() { this.travel(this.past, this.future); }
  redo() { this.travel(this.future, this.past); }

  restart() {
    localStorage.removeItem(this.key);
    this.show();
  }

  // Asks what follows from the marks: one request at a time, the latest state last.
  async work() {
    this.paint();
    if (this.isWorking) { this.isStale = true; return; }
    this.isWorking = true;
    const { doc, image } = this;
    try {
      const groups = [["level", doc.a], ["level", doc.b], ["upright", doc.up]].filter(([, lines]) => lines.length > 0);
      const worked = await json("/api/facts-work", {
        method: "POST", body: {
          image, facts: doc.facts, horizon: doc.horizon ?? [], figures: doc.figures, lengths: doc.lengths,
          lines: groups.map(([direction, lines]) => ({ direction, lines: lines.map(({ foot, head }) => [...foot, ...head]) })),
          shadow: doc.shadow,
        },
      });
      if (image === this.image) { this.worked = worked; this.paint(); this.report(); }
    } catch (error) {
      if (error instanceof Refusal) this.state.textContent = error.message;
    }
    this.isWorking = false;
    if (this.isStale) { this.isStale = false; this.work(); }
  }

  async save() {
    // What follows from the last mark may be on its way.
    while (this.isWorking) await new Promise((done) => setTimeout(done, 20));
    if (!this.worked) return;
    try {
      const { file } = await json("/api/facts", { method: "POST", body: { image: this.image, facts: this.worked.facts } });
      localStorage.removeItem(this.key);
      this.state.textContent = `Saved in ${file}.`;
    } catch (error) {
      this.state.textContent = error instanceof Refusal
        ? `Not saved: ${error.message} The draft stays in this browser.` : "Not saved. The draft stays in this browser.";
    }
  }

  report() {
    const { facts, warnings } = this.worked;
    for (const { name } of numbers) {
      if (document.activeElement === this.fields[name]) continue;
      const value = facts[name];
      this.fields[name].value = value === undefined ? "" : Number(value.toFixed(name === "horizon" ? 4 : 2));
      this.fields[name].placeholder = this.stated.exif[name]?.toFixed(1) ?? "";
    }
    this.sun.textContent = facts.sun ? `Sun ${Math.round(facts.sun.azimuth)}° from ahead, ${Math.round(facts.sun.elevation)}° high` : "";
    this.warnings.replaceChildren(...warnings.map((words) => make("li", {}, words)));
  }

  // A number that is typed takes the place of the marks that gave it.
  type(name) {
    const value = this.fields[name].value === "" ? undefined : Number(this.fields[name].value);
    this.change((doc) => {
      doc.facts = { ...doc.facts, ...this.worked?.facts, [name]: value };
      if (name === "horizon" || name === "roll") doc.horizon = null;
      if (name === "horizon") delete doc.facts.pitch;
      if (name === "camera_height") [doc.figures, doc.lengths] = [[], []];
      if (name === "fov") [doc.b, doc.up] = [[], []];
    });
  }

  resize() {
    const mark = this.chosen && ["figures", "lengths"].includes(this.chosen.list) ? this.chosen : undefined;
    if (mark) this.change((doc) => { doc[mark.list][mark.place].metres = Number(this.metres.value); });
  }

  // MARK: Tools

  take(name) {
    this.tool = name;
    this.chosen = null;
    for (const button of this.buttons) button.setAttribute("aria-pressed", button.dataset.tool === name);
    this.hint.textContent = tools.find((tool) => tool.name === name).hint;
    this.option.replaceChildren(...(name === "figure" || name === "length"
      ? [make("h3", {}, name === "figure" ? "Its height in metres" : "Its length in metres"), this.metres, ...(name === "figure" ? [this.sizes] : [])]
      : name === "region" ? [make("h3", {}, "Its name"), this.region] : []));
    if (this.doc) this.paint();
  }

  // The list that a tool draws segments into.
  get list() { return { figure: "figures", length: "lengths", a: "a", b: "b", up: "up" }[this.tool]; }

  corners(doc, create) {
    if (this.tool === "ground") return (doc.facts.ground ??= create ? [] : undefined);
    const name = this.region.value.trim() || "wall";
    doc.facts.regions ??= {};
    return (doc.facts.regions[name] ??= create ? [] : undefined);
  }

  point(event) {
    const { left, top, width } = this.fit.getBoundingClientRect();
    const scale = this.width / width;
    return [Math.round((event.clientX - left) * scale * 10) / 10, Math.round((event.clientY - top) * scale * 10) / 10];
  }

  add(at) {
    const far = (dx, dy) => [at[0] + dx * this.width, at[1] + dy * this.height];
    if (this.list) {
      this.change((doc) => doc[this.list].push({ foot: at, head: at, metres: Number(this.metres.value) }));
      this.chosen = { list: this.list, place: this.doc[this.list].length - 1, end: "head" };
    } else if (this.tool === "shadow") {
      this.change((doc) => { doc.shadow = { foot: at, tip: at, head: far(0, -0.1) }; });
      this.chosen = { list: "shadow", end: "tip" };
    } else if (this.tool === "ground" || this.tool === "region") {
      this.change((doc) => this.corners(doc, true).push([at[0] / this.width, at[1] / this.height]));
      this.chosen = { list: this.tool, place: this.corners(this.doc).length - 1 };
    } else return false;
    return true;
  }

  // Where the chosen point lies, in pixels, and how it is moved.
  read(chosen) {
    if (chosen.list === "horizon") return (this.doc.horizon ?? this.worked.horizon)[chosen.place];
    if (chosen.list === "shadow") return this.doc.shadow?.[chosen.end];
    if (chosen.list === "ground" || chosen.list === "region") {
      const corner = this.corners(this.doc)?.[chosen.place];
      return corner && [corner[0] * this.width, corner[1] * this.height];
    }
    return this.doc[chosen.list][chosen.place]?.[chosen.end];
  }

  move(chosen, [x, y], isDrag) {
    this.change((doc) => {
      if (chosen.list === "horizon") {
        doc.horizon ??= this.worked.horizon.map((end) => [...end]);
        // The ends stay at the photo's edges.
        doc.horizon[chosen.place] = [doc.horizon[chosen.place][0], y];
      } else if (chosen.list === "shadow") doc.shadow[chosen.end] = [x, y];
      else if (chosen.list === "ground" || chosen.list === "region") this.corners(doc)[chosen.place] = [x / this.width, y / this.height];
      else doc[chosen.list][chosen.place][chosen.end] = [x, y];
    }, isDrag);
  }

  remove(chosen) {
    this.change((doc) => {
      if (chosen.list === "horizon") {
        doc.horizon = null;
        for (const name of ["horizon", "roll"]) delete doc.facts[name];
      } else if (chosen.list === "shadow") { doc.shadow = null; delete doc.facts.sun; }
      else if (chosen.list === "ground" || chosen.list === "region") {
        this.corners(doc).splice(chosen.place, 1);
        if (this.corners(doc).length === 0) {
          if (chosen.list === "ground") delete doc.facts.ground;
          else delete doc.facts.regions[this.region.value.trim()];
        }
      } else doc[chosen.list].splice(chosen.place, 1);
    });
    this.chosen = null;
    this.paint();
  }

  begin(event) {
    if (event.button !== 0 || !this.worked) return;
    event.preventDefault();
    const handle = event.target.closest("[data-handle]");
    if (handle) this.chosen = JSON.parse(handle.dataset.handle);
    else if (!this.add(this.point(event))) return;
    this.stage.focus({ preventScroll: true });
    const { chosen } = this;
    if (["figures", "lengths"].includes(chosen.list)) this.metres.value = this.doc[chosen.list][chosen.place].metres;
    // A new mark and the drag that makes it are one change.
    this.isDragging = !handle;
    const move = (next) => {
      this.move(chosen, this.point(next), true);
      this.isDragging = true;
    };
    const end = () => {
      this.isDragging = false;
      removeEventListener("pointermove", move);
      this.paint();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
    this.paint();
  }

  pressed(event) {
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "z") { event.shiftKey ? this.redo() : this.undo(); event.preventDefault(); return; }
    if ((event.ctrlKey || event.metaKey) && key === "y") { this.redo(); event.preventDefault(); return; }
    if ((event.ctrlKey || event.metaKey) && key === "s") { this.save(); event.preventDefault(); return; }
    if (isTyping(event) || event.target.matches("input")) return;
    const tool = tools.find((tool) => tool.key === event.key);
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (tool) this.take(tool.name);
    else if (arrow && this.chosen) {
      const at = this.read(this.chosen), by = event.shiftKey ? 10 : 1;
      if (at) this.move(this.chosen, [at[0] + arrow[0] * by, at[1] + arrow[1] * by]);
    } else if ((key === "delete" || key === "backspace") && this.chosen) this.remove(this.chosen);
    else if (key === "n" || key === "p") this.choose(key === "n" ? 1 : -1);
    else if (key === "enter" && event.target === this.stage) this.add([this.width / 2, this.height * 0.75]);
    else if (key === "+" || key === "=") this.zoomTo(this.zoom * 1.25);
    else if (key === "-") this.zoomTo(this.zoom / 1.25);
    else if (key === "0") this.zoomTo(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The next handle of the tool, for those who have no mouse.
  choose(by) {
    const handles = [...this.svg.querySelectorAll("[data-handle]")].map((handle) => handle.dataset.handle);
    if (handles.length === 0) return;
    const place = handles.indexOf(JSON.stringify(this.chosen));
    this.chosen = JSON.parse(handles[(place + by + handles.length) % handles.length]);
    this.paint();
  }

  // MARK: Drawing

  layOut() {
    if (!this.width) return;
    const { clientWidth, clientHeight } = this.stage;
    this.scale = Math.min(16, clientWidth / this.width, clientHeight / this.height) * this.zoom;
    this.fit.style.width = `${this.width * this.scale}px`;
    this.fit.style.height = `${this.height * this.scale}px`;
    this.fit.classList.toggle("pixels", this.scale >= 2.5);
    if (this.doc) this.paint();
  }

  zoomTo(zoom) {
    this.zoom = Math.min(40, Math.max(1, zoom));
    this.layOut();
  }

  wheel(event) {
    event.preventDefault();
    const before = this.scale;
    const { left, top } = this.fit.getBoundingClientRect();
    const at = [event.clientX - left, event.clientY - top];
    this.zoomTo(this.zoom * 1.0016 ** -event.deltaY);
    const factor = this.scale / before - 1;
    this.stage.scrollBy(at[0] * factor, at[1] * factor);
  }

  paint() {
    const { doc, worked } = this;
    if (!doc) return;
    const size = 1 / this.scale;
    const parts = [];
    const line = (name, [x, y], [u, v]) => draw("path", { class: name, d: `M${x} ${y}L${u} ${v}` });
    const words = (text, x, y) => draw("text", { x, y, "font-size": 12 * size }, text);
    const handle = (at, chosen) => {
      const isChosen = JSON.stringify(chosen) === JSON.stringify(this.chosen);
      return draw("circle", {
        cx: at[0], cy: at[1], r: 6 * size, class: isChosen ? "handle chosen" : "handle", "data-handle": JSON.stringify(chosen),
      });
    };
    if (worked) {
      parts.push(draw("path", { class: "ground-grid", d: worked.grid.map(([x, y, u, v]) => `M${x} ${y}L${u} ${v}`).join("") }));
      // A near person, a far one, and one between them.
      const last = worked.people.length - 1;
      for (const place of new Set([0, last >> 1, last])) {
        const [x, y, u, v] = worked.people[place] ?? [];
        if (x !== undefined) parts.push(line("person", [x, y], [u, v]));
      }
      worked.distances.forEach(([x, y, metres]) => parts.push(words(`${metres} m`, x + 4 * size, y - 3 * size)));
      const [left, right] = doc.horizon ?? worked.horizon;
      const isKnown = worked.facts.horizon !== undefined || worked.facts.pitch !== undefined;
      parts.push(line(isKnown ? "horizon" : "horizon guessed", left, right));
      if (this.tool === "horizon") parts.push(handle(left, { list: "horizon", place: 0 }), handle(right, { list: "horizon", place: 1 }));
    }
    const outline = (corners, name, isOpen) => {
      const path = corners.map(([x, y], place) => `${place === 0 ? "M" : "L"}${x * this.width} ${y * this.height}`).join("");
      parts.push(draw("path", { class: name, d: path + (corners.length > 2 ? "z" : "") }));
      if (!isOpen) return;
      corners.forEach(([x, y], place) => parts.push(handle([x * this.width, y * this.height], { list: this.tool, place })));
    };
    if (doc.facts.ground) outline(doc.facts.ground, "outline", this.tool === "ground");
    for (const [name, corners] of Object.entries(doc.facts.regions ?? {})) {
      outline(corners, "outline region", this.tool === "region" && name === (this.region.value.trim() || "wall"));
      if (corners.length > 0) parts.push(words(name, corners[0][0] * this.width, corners[0][1] * this.height));
    }
    for (const list of ["figures", "lengths", "a", "b", "up"]) {
      doc[list].forEach((mark, place) => {
        parts.push(line(`mark ${list}`, mark.foot, mark.head));
        if (list === "figures" || list === "lengths") parts.push(words(`${mark.metres} m`, mark.head[0] + 8 * size, mark.head[1]));
        if (list !== this.list) return;
        for (const end of ["foot", "head"]) parts.push(handle(mark[end], { list, place, end }));
      });
    }
    if (doc.shadow) {
      const { foot, tip, head } = doc.shadow;
      parts.push(line("mark shadow", foot, tip), line("mark figures", foot, head), line("mark ray", tip, head));
      if (this.tool === "shadow") for (const end of ["foot", "tip", "head"]) parts.push(handle(doc.shadow[end], { list: "shadow", end }));
    }
    this.svg.replaceChildren(...parts);
  }
}

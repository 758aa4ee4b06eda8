// What is known of a photo's scene, drawn on the photo: horizon, things of known size, parallel lines, ground, sun.
import { json, Refusal } from "./api.js";
import { draw, isTyping, make } from "./dom.js";
import { drawing } from "./drawing.js";
import { Stage, stepper } from "./stage.js";
import { heights, nothing, numbers, tools } from "./tools.js";
import { Trial } from "./trial.js";

// So near to the photo's edge, in pixels of the screen, the edge is meant.
const edge = 6;

export class Editor {
  // - tries: the pipeline whose objects are tried on the photo; undefined without one.
  constructor(grid, tries) {
    Object.assign(this, { grid, tool: "horizon", past: [], future: [], chosen: null });
    this.picture = make("img", { alt: "", class: "picture" });
    this.svg = draw("svg", { class: "drawing", role: "group", "aria-label": "Marks on the photo" });
    this.trial = new Trial(tries);
    this.stage = new Stage("The photo", [this.picture, this.trial.picture, this.svg], () => { if (this.doc) this.paint(); });
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
    this.plane = make("input", { type: "text", value: "wall", "aria-label": "Name of the plane" });
    this.planeWidth = make("input", { type: "number", min: 0.01, step: 0.05, value: 2, "aria-label": "Width of the plane in metres" });
    this.planeWords = make("p", { class: "soft" });
    this.plane.addEventListener("input", () => { if (this.doc) this.report(); this.paint(); });
    this.planeWidth.addEventListener("change", () => this.widen());
    this.region.addEventListener("input", () => this.paint());
    this.guesser = make("button", {
      type: "button", class: "plain", title: "Guess horizon and field of view from the photo's straight edges", onclick: () => this.guess(),
    }, "Guess");
    this.guessed = make("p", { class: "soft guessed-words", role: "status" });
    this.principal = ["left", "top"].map((side, axis) => make("input", {
      type: "number", step: 0.01, "aria-label": `Principal point from the ${side}, as a share`, onchange: () => this.centre(axis),
    }));
    this.byLines = make("button", { type: "button", class: "plain", onclick: () => this.crop(this.worked.principal_by_lines) }, "Take it from the lines");
    this.cropWords = make("p", { class: "soft" });
    this.fields = Object.fromEntries(numbers.map(({ name, words, step }) => [name, make("input", {
      type: "number", step, "aria-label": words, onchange: () => this.type(name),
    })]));
    this.sun = make("p", { class: "soft" });
    this.taken = make("p", { class: "soft" });
    this.warnings = make("ul", { class: "warnings" });
    this.state = make("p", { class: "soft", role: "status" });
    this.saver = make("button", { type: "button", class: "main", onclick: () => this.save() }, "Save");
    this.option = make("section", {});
    this.panel = make("aside", { class: "details", "aria-label": "Facts of the photo" },
      make("div", { class: "bar" }, stepper("photo", (by) => this.step(by)),
        make("button", { type: "button", class: "plain", onclick: () => this.dialog.close() }, "Close")),
      this.title, this.place, this.option,
      make("section", { class: "facts" }, make("h3", {}, "Facts", this.guesser), this.guessed, numbers.map(({ name, words, unit }) => make("label", {},
        make("span", {}, words), this.fields[name], make("span", { class: "soft" }, unit))), this.taken, this.sun),
      this.warnings, this.trial.element,
      make("div", { class: "bar" }, this.saver,
        make("button", { type: "button", class: "plain", onclick: () => this.undo() }, "Undo"),
        make("button", { type: "button", class: "plain", onclick: () => this.redo() }, "Redo"),
        make("button", { type: "button", class: "plain", onclick: () => this.restart() }, "Discard")),
      this.state);
    this.dialog = make("dialog", { class: "viewer editor", "aria-label": "Facts of the photo" },
      make("div", { class: "left" }, make("div", { class: "over" },
        make("div", { class: "chips", role: "group", "aria-label": "Tools" }, this.buttons), this.hint), this.stage.element), this.panel);
    document.body.append(this.dialog);
    this.dialog.addEventListener("close", () => grid.element.focus());
    this.dialog.addEventListener("keydown", (event) => this.pressed(event));
    this.svg.addEventListener("pointerdown", (event) => this.begin(event));
    this.take("horizon");
  }

  open() {
    if (this.grid.image === undefined) return;
    if (!this.dialog.open) this.dialog.showModal();
    this.stage.element.focus();
    this.show();
  }

  step(by) {
    this.grid.go(this.grid.current + by);
    if (this.grid.image !== this.image) this.show();
  }

  async show() {
    const image = this.image = this.grid.image;
    this.stage.zoom = 1;
    this.doc = this.worked = undefined;
    this.svg.replaceChildren();
    this.guessed.replaceChildren();
    this.trial.forget();
    this.warnings.replaceChildren();
    this.state.textContent = this.place.textContent = this.taken.textContent = this.sun.textContent = "";
    // Nothing of the last photo stays, also where this one's facts cannot be read.
    this.title.textContent = this.grid.sheets.get(image)?.name.split("/").pop() ?? `Photo ${image + 1}`;
    for (const field of [...Object.values(this.fields), ...this.principal]) field.value = field.placeholder = "";
    this.picture.src = `/api/picture?image=${image}`;
    try {
      const stated = await json(`/api/facts?image=${image}`);
      if (image !== this.image) return;
      Object.assign(this, { width: stated.width, height: stated.height, stated, past: [], future: [], chosen: null });
      this.title.textContent = stated.name.split("/").pop();
      this.place.textContent = `${stated.width} × ${stated.height} · saved in ${stated.file}`;
      this.key = `diorama-draft ${stated.file} ${stated.name}`;
      const kept = localStorage.getItem(this.key);
      // The facts of the file that the draft began with, as the server knows them again.
      const { stamp = stated.stamp, ...doc } = kept ? JSON.parse(kept) : { ...nothing(), facts: stated.facts };
      Object.assign(this, { doc, stamp });
      if (kept) {
        this.state.textContent = stamp === stated.stamp ? "This draft is not saved yet."
          : `This draft is not saved yet, and ${stated.file} was changed since. “Discard” takes the file as it is.`;
      }
      this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
      this.stage.show(this.width, this.height);
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
    localStorage.setItem(this.key, JSON.stringify({ ...this.doc, stamp: this.stamp }));
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
      if (image === this.image) {
        this.worked = worked;
        this.paint();
        this.report();
        this.trial.show(image, worked.facts);
      }
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
    const { image, stamp, worked: { facts } } = this;
    try {
      const saved = await json("/api/facts", { method: "POST", body: { image, stamp, facts } });
      localStorage.removeItem(this.key);
      this.stamp = saved.stamp;
      this.state.textContent = `Saved in ${saved.file}.`;
    } catch (error) {
      if (await this.isOutrun(image)) return;
      this.state.textContent = error instanceof Refusal
        ? `Not saved: ${error.message.replace(/[.\s]+$/, "")}. The draft stays in this browser.` : "Not saved. The draft stays in this browser.";
    }
  }

  // Whether the file states other facts by now than those that the draft began with: then a person decides.
  async isOutrun(image) {
    try {
      const { stamp, file } = await json(`/api/facts?image=${image}`);
      if (image !== this.image || stamp === this.stamp) return false;
      this.stamp = stamp;
      this.keep();
      this.state.textContent = `Not saved: ${file} was changed meanwhile. “Discard” takes the file as it is; “Save” now writes what is drawn here.`;
      return true;
    } catch {
      return false;
    }
  }

  // What the photo's straight edges tell becomes part of the draft, which a person looks at and saves. A guess that is not
  // sure is only offered.
  async guess() {
    const { image } = this;
    this.guessed.replaceChildren("Looking for straight edges …");
    try {
      const { is_sure, facts, perhaps, words } = await json("/api/facts-guess", {
        method: "POST", body: { image, facts: { fov: this.doc.facts.fov, principal: this.doc.facts.principal } },
      });
      if (image !== this.image || !this.doc) return;
      this.guessed.replaceChildren(words[0].toUpperCase() + words.slice(1) + ". ");
      if (is_sure) this.accept(facts);
      else if (perhaps) {
        this.guessed.append(make("button", { type: "button", class: "plain", onclick: () => this.accept(perhaps) }, "Use it as a start"));
      }
    } catch (error) {
      this.guessed.replaceChildren(error instanceof Refusal ? error.message : "");
    }
  }

  // A horizon that is guessed takes the place of the marks that gave it.
  accept({ horizon, roll, fov }) {
    this.change((doc) => {
      doc.facts = { ...doc.facts, ...this.facts, horizon, roll };
      delete doc.facts.pitch;
      if (fov !== undefined) doc.facts.fov = fov;
      doc.horizon = null;
      [doc.a, doc.b, doc.up] = [[], [], []];
    });
  }

  report() {
    const { facts, warnings } = this.worked;
    for (const number of numbers) if (document.activeElement !== this.fields[number.name]) this.fill(number);
    const isOpen = (name) => facts[name] === undefined && !(name === "horizon" && facts.pitch !== undefined);
    // EXIF's field of view is that of the uncropped photo.
    const fromFile = (name) => this.stated.exif[name] !== undefined && !(name === "fov" && facts.principal);
    const open = numbers.filter(({ name }) => name !== "roll" && name !== "pitch" && isOpen(name) && !fromFile(name));
    this.taken.textContent = open.length === 0 ? ""
      : `Not known, and taken as the pale number until you give it: ${open.map(({ words }) => words.toLowerCase()).join(", ")}.`;
    this.sun.textContent = facts.sun ? `Sun ${Math.round(facts.sun.azimuth)}° from ahead, ${Math.round(facts.sun.elevation)}° high` : "";
    this.warnings.replaceChildren(...warnings.map((words) => make("li", {}, words)));
    const plane = this.doc.facts.planes?.[this.planeName], seen = this.worked.planes?.[this.planeName];
    if (plane && document.activeElement !== this.planeWidth) this.planeWidth.value = plane.width;
    this.principal.forEach((field, axis) => {
      if (document.activeElement !== field) field.value = facts.principal === undefined ? "" : Number(facts.principal[axis].toFixed(4));
    });
    const told = this.worked.principal_by_lines;
    this.byLines.disabled = told === undefined;
    this.byLines.textContent = `Take it from the lines${told ? `: ${told.map((share) => share.toFixed(2)).join(", ")}` : ""}`;
    this.cropWords.textContent = this.worked.principal_words
      ?? (this.byLines.disabled ? "Lines tell it once there are two or more of each: A, B and uprights." : "");
    this.planeWords.textContent = seen ? `Then it is ${seen.toFixed(2)} m high.` : "";
  }

  // Shows a number that is known, or, pale, the one that is taken for it.
  fill({ name, digits: [known, pale] }) {
    const shown = (value, digits) => (value === undefined ? "" : Number(value.toFixed(digits)));
    this.fields[name].value = shown(this.worked.facts[name], known);
    this.fields[name].placeholder = shown(this.worked.taken[name], pale);
  }

  // A number that is typed takes the place of the marks that gave it.
  type(name) {
    if (!this.worked) return;
    const number = numbers.find((number) => number.name === name);
    const { words, unit, least, most } = number;
    const field = this.fields[name], value = field.value === "" ? undefined : Number(field.value);
    if (field.validity.badInput || value < least || value > most) {
      this.state.textContent = `${words}: not changed. It is a number from ${least} to ${most} ${unit}.`;
      this.fill(number);
      return;
    }
    this.change((doc) => {
      doc.facts = { ...doc.facts, ...this.facts, [name]: value };
      if (name === "camera_height") [doc.figures, doc.lengths] = [[], []];
      else [doc.a, doc.b, doc.up] = [[], [], []];
      if (["horizon", "pitch", "roll"].includes(name)) doc.horizon = null;
      // One follows from the other.
      if (name === "horizon" && value !== undefined) delete doc.facts.pitch;
      if (name === "pitch" && value !== undefined) delete doc.facts.horizon;
    });
  }

  // The numbers that follow from the marks. Outlines are in the draft itself, also those that are not finished.
  get facts() {
    const { ground, regions, planes, ...rest } = this.worked?.facts ?? {};
    return rest;
  }

  // The principal point, in pixels.
  get middle() {
    const [x, y] = this.doc.facts.principal ?? [0.5, 0.5];
    return [x * this.width, y * this.height];
  }

  centre(axis) {
    if (!this.doc || this.principal[axis].value === "") return this.crop(undefined);
    const at = [...(this.doc.facts.principal ?? [0.5, 0.5])];
    at[axis] = Number(this.principal[axis].value);
    this.crop(at);
  }

  // - at: the principal point, in shares; undefined for the middle.
  crop(at) {
    if (!this.doc) return;
    this.change((doc) => {
      if (at === undefined) delete doc.facts.principal;
      else doc.facts.principal = at.map((share) => Math.min(3, Math.max(-2, share)));
    });
  }

  resize() {
    const mark = this.chosen && ["figures", "lengths"].includes(this.chosen.list) ? this.chosen : undefined;
    if (mark) this.change((doc) => { doc[mark.list][mark.place].metres = Number(this.metres.value); });
  }

  get regionName() { return this.region.value.trim() || "wall"; }
  get planeName() { return this.plane.value.trim() || "wall"; }

  widen() {
    if (!this.doc?.facts.planes?.[this.planeName]) return;
    this.change((doc) => { doc.facts.planes[this.planeName].width = Number(this.planeWidth.value); });
  }

  // MARK: Tools

  take(name) {
    this.tool = name;
    this.chosen = null;
    for (const button of this.buttons) button.setAttribute("aria-pressed", button.dataset.tool === name);
    this.hint.textContent = tools.find((tool) => tool.name === name).hint;
    this.option.replaceChildren(...(name === "figure" || name === "length"
      ? [make("h3", {}, name === "figure" ? "Its height in metres" : "Its length in metres"), this.metres, ...(name === "figure" ? [this.sizes] : [])]
      : name === "region" ? [make("h3", {}, "Its name"), this.region]
        : name === "plane" ? [make("h3", {}, "Its name, and the width of its upper side in metres"), this.plane, this.planeWidth, this.planeWords]
          : name === "crop" ? [make("h3", {}, "Principal point: shares from left and top"), ...this.principal,
            make("div", { class: "bar" }, this.byLines, make("button", { type: "button", class: "plain", onclick: () => this.crop(undefined) }, "Middle")),
            this.cropWords]
            : []));
    if ((name === "plane" || name === "crop") && this.worked) this.report();
    if (this.doc) this.paint();
  }

  // The list that a tool draws segments into.
  get list() { return { figure: "figures", length: "lengths", a: "a", b: "b", up: "up" }[this.tool]; }

  corners(doc, create) {
    if (this.tool === "ground") return create ? (doc.facts.ground ??= []) : doc.facts.ground;
    const regions = (doc.facts.regions ??= {});
    return create ? (regions[this.regionName] ??= []) : regions[this.regionName];
  }

  // A corner of an outline, as a share of the photo. One that lies beside the photo, or next to its edge, lies on the edge.
  share([x, y]) {
    const near = edge / this.stage.scale;
    const snapped = (value, size) => (value < near ? 0 : value > size - near ? 1 : value / size);
    return [snapped(x, this.width), snapped(y, this.height)];
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
      this.change((doc) => this.corners(doc, true).push(this.share(at)));
      this.chosen = { list: this.tool, place: this.corners(this.doc).length - 1 };
    } else if (this.tool === "plane" && !this.doc.facts.planes?.[this.planeName]) {
      this.change((doc) => {
        doc.facts.planes ??= {};
        const [x, y] = [at[0] / this.width, at[1] / this.height];
        doc.facts.planes[this.planeName] = {
          corners: [[x, y], [x + 0.05, y], [x + 0.05, y + 0.05], [x, y + 0.05]], width: Number(this.planeWidth.value),
        };
      });
      // The drag that makes it moves the whole rectangle's far corner.
      this.chosen = { list: "plane", place: 2 };
      this.isSpanning = true;
    } else return false;
    return true;
  }

  // Where the chosen point lies, in pixels, and how it is moved.
  read(chosen) {
    if (chosen.list === "horizon") return (this.doc.horizon ?? this.worked.horizon)?.[chosen.place];
    if (chosen.list === "crop") return this.middle;
    if (chosen.list === "shadow") return this.doc.shadow?.[chosen.end];
    if (chosen.list === "plane") {
      const corner = this.doc.facts.planes?.[this.planeName]?.corners[chosen.place];
      return corner && [corner[0] * this.width, corner[1] * this.height];
    }
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
      else if (chosen.list === "crop") doc.facts.principal = [x / this.width, y / this.height].map((share) => Math.min(3, Math.max(-2, share)));
      else if (chosen.list === "plane") {
        const { corners } = doc.facts.planes[this.planeName];
        corners[chosen.place] = [x / this.width, y / this.height];
        if (this.isSpanning) [corners[1], corners[3]] = [[corners[2][0], corners[0][1]], [corners[0][0], corners[2][1]]];
      }
      else if (chosen.list === "ground" || chosen.list === "region") this.corners(doc)[chosen.place] = this.share([x, y]);
      else doc[chosen.list][chosen.place][chosen.end] = [x, y];
    }, isDrag);
  }

  remove(chosen) {
    this.change((doc) => {
      if (chosen.list === "horizon") {
        doc.horizon = null;
        for (const name of ["horizon", "roll"]) delete doc.facts[name];
      } else if (chosen.list === "shadow") { doc.shadow = null; delete doc.facts.sun; }
      else if (chosen.list === "crop") delete doc.facts.principal;
      else if (chosen.list === "plane") delete doc.facts.planes[this.planeName];
      else if (chosen.list === "ground" || chosen.list === "region") {
        this.corners(doc).splice(chosen.place, 1);
        if (this.corners(doc).length === 0) {
          if (chosen.list === "ground") delete doc.facts.ground;
          else delete doc.facts.regions[this.regionName];
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
    else if (!this.add(this.stage.point(event))) return;
    this.stage.element.focus({ preventScroll: true });
    const { chosen } = this;
    if (["figures", "lengths"].includes(chosen.list)) this.metres.value = this.doc[chosen.list][chosen.place].metres;
    // A new mark and the drag that makes it are one change.
    this.isDragging = !handle;
    const move = (next) => {
      this.move(chosen, this.stage.point(next), true);
      this.isDragging = true;
    };
    const end = () => {
      this.isDragging = this.isSpanning = false;
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
    else if (key === "enter" && event.target === this.stage.element) {
      this.add([this.width / 2, this.height * 0.75]);
      this.isSpanning = false;
    } else if (key === "o") this.trial.toggle();
    else if (!this.stage.pressed(event)) return;
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

  paint() {
    if (this.doc) this.svg.replaceChildren(...drawing(this));
  }
}

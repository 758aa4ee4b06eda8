// A pipeline beside the sheet of its first images. The file is edited in any editor, or by its constants; the sheet follows.
import { json, Refusal } from "./api.js";
import { Constants } from "./constants.js";
import { make } from "./dom.js";

export function showPipeline(subject, root) {
  let stamp, drawn, isDrawing = false, found = { constants: [] };
  // Edits that can be taken back, and those that were.
  const history = { past: [], future: [] };
  let saving = Promise.resolve();
  const state = make("span", { class: "soft", role: "status" });
  const saved = make("span", { class: "soft", role: "status" });
  const choose = (name, words, entries, value) => make("select", { "aria-label": words, name, onchange: () => redraw() },
    entries.map(([key, text]) => make("option", { value: key, selected: key === value }, text)));
  const images = choose("images", "Images", [["6", "6 images"], ["12", "12 images"], ["24", "24 images"], ["48", "48 images"]], "12");
  const style = choose("style", "Labels", [["tinted", "Tinted"], ["outlines", "Outlines"], ["plain", "Without labels"]], "tinted");
  const lines = make("ol", { class: "text", tabindex: 0, "aria-label": "The file" });
  const constants = new Constants((place, text) => edit(place, text));
  const tabs = [["file", "File", lines], ["values", "Values", constants.element]].map(([name, words, element]) => ({
    name, element, button: make("button", { type: "button", class: "chip", "data-tab": name, onclick: () => take(name) }, words),
  }));
  const [undo, redo] = [["Undo", "Ctrl+Z", -1], ["Redo", "Ctrl+Shift+Z", 1]].map(([words, key, way]) => make("button", {
    type: "button", class: "plain", disabled: true, title: `${words} (${key})`, onclick: () => travel(way),
  }, words));
  const general = make("ul", { class: "warnings" });
  const sheet = make("img", { class: "sheet", alt: "The first images of the pipeline", hidden: true });
  const words = make("p", { class: "soft stage-words" });
  root.append(
    make("header", { class: "top" }, make("h1", { title: subject.name }, subject.name.split("/").pop()), state,
      make("span", { class: "chips" }), images, style),
    make("div", { class: "columns trying" },
      make("section", { class: "source", "aria-label": "The pipeline" },
        make("div", { class: "tabs" }, make("div", { class: "chips", role: "group", "aria-label": "View" }, tabs.map(({ button }) => button)),
          undo, redo, saved),
        general, lines, constants.element),
      make("main", { class: "sheets" }, sheet, words)));
  take("file");

  function take(name) {
    for (const tab of tabs) {
      tab.element.hidden = tab.name !== name;
      tab.button.setAttribute("aria-pressed", tab.name === name);
    }
  }

  // The lines of the file. A constant in them leads to its control.
  function show(text) {
    const rows = text.replace(/\r?\n$/, "").split(/\r?\n/);
    const places = Map.groupBy(found.constants.map((constant, place) => ({ ...constant, place })), ({ line }) => line);
    lines.replaceChildren(...rows.map((row, number) => {
      const letters = [...row];
      const pieces = [];
      let end = 0;
      for (const { column, text, keys, place } of places.get(number + 1) ?? []) {
        pieces.push(letters.slice(end, column - 1).join(""));
        end = column - 1 + [...text].length;
        pieces.push(make("button", {
          type: "button", class: "scalar", tabindex: -1, title: keys.replaceAll(".", " · "),
          onclick: () => { take("values"); constants.focus(place); },
        }, letters.slice(column - 1, end).join("")));
      }
      return make("li", {}, make("code", {}, pieces, letters.slice(end).join("") || " "));
    }));
  }

  // Mistakes stand at their lines; those of other files stand above.
  function mark(mistakes) {
    for (const old of lines.querySelectorAll(".mistake")) old.remove();
    for (const line of lines.children) line.classList.remove("wrong");
    general.replaceChildren();
    for (const { file, line, column, problem, remedy } of mistakes) {
      const text = [problem, remedy].filter(Boolean).join("; ");
      const row = line && (!file || file === subject.name) ? lines.children[line - 1] : undefined;
      if (!row) { general.append(make("li", {}, [file, line].filter(Boolean).join(":"), file ? ": " : "", text)); continue; }
      row.classList.add("wrong");
      const pointer = column ? `${" ".repeat(column - 1)}^ ` : "";
      row.append(make("span", { class: "mistake" }, pointer + text));
    }
    lines.querySelector(".wrong")?.scrollIntoView({ block: "nearest" });
  }

  async function redraw() {
    const wanted = `${stamp} ${images.value} ${style.value}`;
    if (isDrawing || wanted === drawn) return;
    isDrawing = true;
    state.textContent = "Drawing …";
    try {
      const made = await json(`/api/sheet?stamp=${stamp}&images=${images.value}&style=${style.value}`);
      // With mistakes, the sheet of the file before them stays, and looks like it.
      sheet.classList.toggle("old", !made.sheet);
      if (made.sheet) [sheet.src, sheet.hidden] = [made.sheet, false];
      words.textContent = made.words ?? "";
      state.textContent = (made.error ?? "").split("\n")[0];
      mark(made.mistakes ?? []);
    } catch (error) {
      state.textContent = error instanceof Refusal ? error.message : "";
    }
    drawn = wanted;
    isDrawing = false;
    if (wanted !== `${stamp} ${images.value} ${style.value}`) redraw();
  }

  // MARK: Edits

  // Writes one constant into the file: one edit at a time, in the order in which they were made.
  function edit(place, text, way = 0) {
    saving = saving.then(async () => {
      const from = found.constants[place]?.text;
      if (from === undefined || from === text) return;
      try {
        const { stamp: next } = await json("/api/pipeline", { method: "POST", body: { stamp, constant: place, text } });
        // Taken back, it goes to the other list.
        (way < 0 ? history.future : history.past).push({ place, text: from, stamp: next });
        if (way === 0) history.future = [];
        saved.textContent = `${found.constants[place].keys.replaceAll(".", " · ")}: ${text}`;
        await renew(next);
      } catch (error) {
        saved.textContent = error instanceof Refusal ? error.message : "Not written: the studio cannot be reached.";
        await renew().catch(() => {});
        constants.show(found.constants, found.may_change);
      }
    });
    return saving;
  }

  function travel(way) {
    saving.then(() => {
      const change = (way < 0 ? history.past : history.future).pop();
      if (change) edit(change.place, change.text, way);
    });
  }

  // - own: the stamp of an edit that this page has made. After any other, there is nothing to take back.
  async function renew(own) {
    const now = await json(`/api/pipeline?since=${stamp ?? ""}`);
    if (now.text !== undefined) {
      if (stamp !== undefined && now.stamp !== own) [history.past, history.future] = [[], []];
      [stamp, found] = [now.stamp, now];
      show(found.text);
      constants.show(found.constants, found.may_change);
      redraw();
    }
    [undo.disabled, redo.disabled] = [history.past.length === 0, history.future.length === 0];
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    travel(event.shiftKey ? 1 : -1);
    event.preventDefault();
  });

  async function look() {
    // Not while an edit is under way, whose stamp it would take for that of an editor.
    const turn = saving.then(() => renew());
    saving = turn.catch(() => {});
    try {
      await turn;
    } catch (error) {
      if (error instanceof Refusal) state.textContent = error.message;
    }
    setTimeout(look, document.hidden ? 2000 : 500);
  }
  look();
}

// A pipeline beside the sheet of its first images. The file is edited in any editor; the sheet follows.
import { json, Refusal } from "./api.js";
import { make } from "./dom.js";

export function showPipeline(subject, root) {
  let stamp, drawn, isDrawing = false;
  const state = make("span", { class: "soft", role: "status" });
  const choose = (name, words, entries, value) => make("select", { "aria-label": words, name, onchange: () => redraw() },
    entries.map(([key, text]) => make("option", { value: key, selected: key === value }, text)));
  const images = choose("images", "Images", [["6", "6 images"], ["12", "12 images"], ["24", "24 images"], ["48", "48 images"]], "12");
  const style = choose("style", "Labels", [["tinted", "Tinted"], ["outlines", "Outlines"], ["plain", "Without labels"]], "tinted");
  const lines = make("ol", { class: "text", tabindex: 0, "aria-label": "The file" });
  const general = make("ul", { class: "warnings" });
  const sheet = make("img", { class: "sheet", alt: "The first images of the pipeline", hidden: true });
  const words = make("p", { class: "soft stage-words" });
  root.append(
    make("header", { class: "top" }, make("h1", { title: subject.name }, subject.name.split("/").pop()), state,
      make("span", { class: "chips" }), images, style),
    make("div", { class: "columns trying" },
      make("section", { class: "source", "aria-label": "The pipeline" }, general, lines),
      make("main", { class: "sheets" }, sheet, words)));

  function show(text) {
    const rows = text.replace(/\n$/, "").split("\n");
    lines.replaceChildren(...rows.map((row) => make("li", {}, make("code", {}, row || " "))));
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

  async function look() {
    try {
      const found = await json(`/api/pipeline?since=${stamp ?? ""}`);
      if (found.text !== undefined) {
        stamp = found.stamp;
        show(found.text);
        redraw();
      }
    } catch (error) {
      if (error instanceof Refusal) state.textContent = error.message;
    }
    setTimeout(look, document.hidden ? 2000 : 500);
  }
  look();
}

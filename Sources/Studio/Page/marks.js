// A person's marks on images. They are sent to the server at once; what it does not take stays in this browser.
import { ask, reach, json, Refusal } from "./api.js";
import { notice, save } from "./dom.js";

export class Marks extends EventTarget {
  constructor(name) {
    super();
    this.all = new Map();
    // Changes that are not saved yet, by image.
    this.waiting = new Map();
    this.key = `diorama-marks ${name}`;
    reach.listeners.push((isUp) => { if (isUp) this.send(); });
  }

  async load() {
    try {
      for (const { image, ...mark } of (await json("/api/marks")).marks) this.all.set(image, mark);
    } catch (error) {
      if (error instanceof Refusal) this.refused(error.message);
    }
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "[]");
    for (const [image, mark] of kept) {
      this.put(image, mark);
      this.waiting.set(image, mark);
    }
    if (kept.length > 0) this.send();
  }

  get(image) { return this.all.get(image) ?? { note: "" }; }

  set(image, change) {
    const mark = { ...this.get(image), ...change };
    this.put(image, mark);
    this.waiting.set(image, mark);
    this.keep();
    this.dispatchEvent(new CustomEvent("change", { detail: image }));
    this.send();
  }

  put(image, mark) {
    if (mark.mark || mark.note) this.all.set(image, mark);
    else this.all.delete(image);
  }

  keep() {
    if (this.waiting.size === 0) localStorage.removeItem(this.key);
    else localStorage.setItem(this.key, JSON.stringify([...this.waiting]));
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    try {
      while (this.waiting.size > 0) {
        const [image, mark] = this.waiting.entries().next().value;
        await ask("/api/marks", { method: "POST", body: { image, mark: mark.mark ?? null, note: mark.note } });
        if (this.waiting.get(image) === mark) this.waiting.delete(image);
        this.keep();
      }
      notice("marks");
    } catch (error) {
      // Where the server has ended, another notice says so.
      if (error instanceof Refusal) this.refused(error.message);
    }
    this.isSending = false;
  }

  refused(words) {
    notice("marks", `Marks cannot be saved: ${words}. They are kept in this browser.`,
      { name: "Download marks", run: () => this.download() });
  }

  // The file as the server writes it, to be put beside the dataset.
  download() {
    const images = [...this.all.values()].filter(({ name }) => name)
      .sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, mark, note }) => [name, { mark, note: note || undefined }]);
    const file = { diorama_marks: 1, images: Object.fromEntries(images) };
    save(JSON.stringify(file, null, 2), "diorama-marks.json", "application/json");
  }

  count(word) {
    let count = 0;
    for (const { mark, note } of this.all.values()) if (word === "note" ? note : mark === word) count++;
    return count;
  }
}

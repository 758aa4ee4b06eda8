// The objects of a pipeline, standing on the photo by facts that are only drawn: a small picture that the server makes.
import { json, Refusal } from "./api.js";
import { make } from "./dom.js";

// A picture is asked for when the marks have been still for so long, in milliseconds.
const pause = 250;

export class Trial {
  // - pipeline: the file that the command line names; undefined without one.
  constructor(pipeline) {
    Object.assign(this, { pipeline, number: 0, isOn: false });
    this.picture = make("img", { alt: "", class: "trial", hidden: true });
    this.button = make("button", {
      type: "button", class: "chip", "aria-pressed": "false", title: "Objects of the pipeline on the photo (key O)", onclick: () => this.toggle(),
    }, "Objects");
    this.other = make("button", { type: "button", class: "plain", onclick: () => { this.number++; this.draw(); } }, "Others");
    this.words = make("p", { class: "soft", role: "status" });
    this.missing = make("ul", { class: "warnings" });
    this.element = make("section", { class: "trying", hidden: pipeline === undefined },
      make("h3", {}, `Objects of ${pipeline?.split("/").pop()}`),
      make("div", { class: "chips" }, this.button, this.other), this.words, this.missing);
  }

  toggle() {
    if (this.pipeline === undefined) return;
    this.isOn = !this.isOn;
    this.button.setAttribute("aria-pressed", this.isOn);
    this.picture.hidden = !this.isOn || !this.picture.hasAttribute("src");
    if (this.isOn) this.draw();
  }

  // Another photo: nothing of the last one stays.
  forget() {
    clearTimeout(this.timer);
    this.image = this.facts = this.drawn = undefined;
    this.picture.removeAttribute("src");
    this.picture.hidden = true;
    this.words.textContent = "";
    this.missing.replaceChildren();
  }

  show(image, facts) {
    Object.assign(this, { image, facts });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), pause);
  }

  // One picture at a time, the latest facts last. Until it is there, the one before stays.
  async draw() {
    if (!this.isOn || this.image === undefined) return;
    if (this.isDrawing) { this.isStale = true; return; }
    const { image, facts, number } = this;
    const wanted = JSON.stringify([image, facts, number]);
    if (wanted === this.drawn) return;
    this.isDrawing = true;
    this.words.textContent = "Drawing …";
    try {
      const made = await json("/api/facts-try", { method: "POST", body: { image, facts, number } });
      if (image === this.image) {
        this.drawn = wanted;
        this.picture.src = made.picture;
        this.picture.hidden = !this.isOn;
        this.words.textContent = "";
        this.missing.replaceChildren(...made.words.map((words) => make("li", {}, words)));
      }
    } catch (error) {
      if (image === this.image) {
        this.words.textContent = error instanceof Refusal ? error.message : "";
        this.picture.hidden = true;
      }
    }
    this.isDrawing = false;
    if (this.isStale) { this.isStale = false; this.draw(); }
  }
}

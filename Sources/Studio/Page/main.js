// Shows what was named.
import { json, reach, Refusal } from "./api.js";
import { make, notice } from "./dom.js";
import { showGallery } from "./gallery.js";
import { showPipeline } from "./pipeline.js";

reach.listeners.push((isUp) => notice("reach", isUp ? "" :
  "The studio has ended, or cannot be reached. Start “diorama studio” again; marks that are not saved yet stay in this browser."));
// Whether the server is still there is known only by asking. Another that listens in its place does not know this page.
setInterval(async () => {
  if (document.hidden) return;
  try { await json("/api/subject"); } catch (error) {
    if (error instanceof Refusal && error.status === 403) notice("reach",
      "The studio was started again: open the address that it has printed. What is not saved yet stays in this browser.");
  }
}, 3000);

const root = document.getElementById("app");

// Waits until what was named has been read, and says what it waits for.
async function opened() {
  const start = performance.now();
  for (let words; ;) {
    const subject = await json("/api/subject");
    if (subject.kind !== "reading") {
      root.replaceChildren();
      return subject;
    }
    if (!words) {
      document.title = `${subject.name} · diorama studio`;
      words = make("span", {});
      root.append(make("header", { class: "top" }, make("h1", { title: subject.name }, subject.name.split("/").filter(Boolean).pop() ?? subject.name),
        make("span", { class: "soft", role: "status" }, "Reading …")),
      make("p", { class: "waiting soft" }, `Reading the list of images and labels of ${subject.name}. `, words));
    }
    const seconds = Math.floor((performance.now() - start) / 1000);
    words.textContent = seconds < 2 ? "" : `${seconds} seconds so far.`;
    await new Promise((done) => setTimeout(done, 150));
  }
}

try {
  const subject = await opened();
  document.title = `${subject.name} · diorama studio`;
  if (subject.kind === "pipeline") {
    showPipeline(subject, root);
  } else {
    await showGallery(subject, root);
  }
} catch (error) {
  notice("start", `The page cannot be shown: ${error.message}`);
  throw error;
}

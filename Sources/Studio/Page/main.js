// Shows what was named.
import { json, reach } from "./api.js";
import { notice } from "./dom.js";
import { showGallery } from "./gallery.js";
import { showPipeline } from "./pipeline.js";

reach.listeners.push((isUp) => notice("reach", isUp ? "" :
  "The studio has ended, or cannot be reached. Start “diorama studio” again; marks that are not saved yet stay in this browser."));
// Whether the server is still there is known only by asking.
setInterval(() => { if (!document.hidden) json("/api/subject").catch(() => {}); }, 3000);

const root = document.getElementById("app");
try {
  const subject = await json("/api/subject");
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

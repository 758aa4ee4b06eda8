// All that is drawn on a photo: the grid on its ground, the marks, and the handles of the tool at hand.
import { draw } from "./dom.js";

export function drawing(editor) {
  const { doc, worked, width, height } = editor;
  const size = 1 / editor.stage.scale;
  const parts = [];
  const line = (name, [x, y], [u, v]) => draw("path", { class: name, d: `M${x} ${y}L${u} ${v}` });
  const words = (text, x, y) => draw("text", { x, y, "font-size": 12 * size }, text);
  const handle = (at, chosen) => {
    const isChosen = JSON.stringify(chosen) === JSON.stringify(editor.chosen);
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
    // Those that would lie over each other are left out.
    let written;
    for (const [x, y, metres] of worked.distances) {
      if (written && Math.abs(written[1] - y) < 13 * size && Math.abs(written[0] - x) < 45 * size) continue;
      written = [x, y];
      parts.push(words(`${metres} m`, x + 4 * size, y - 3 * size));
    }
    // A photo that was taken straight down has none.
    const horizon = doc.horizon ?? worked.horizon;
    if (horizon) {
      const isKnown = worked.facts.horizon !== undefined || worked.facts.pitch !== undefined;
      parts.push(line(isKnown ? "horizon" : "horizon guessed", ...horizon));
      if (editor.tool === "horizon") parts.push(...horizon.map((end, place) => handle(end, { list: "horizon", place })));
    }
    if (editor.tool === "crop" || doc.facts.principal) {
      const [x, y] = editor.middle, arm = 12 * size;
      parts.push(line("mark principal", [x - arm, y], [x + arm, y]), line("mark principal", [x, y - arm], [x, y + arm]));
      if (editor.tool === "crop") parts.push(handle([x, y], { list: "crop" }));
    }
  }
  const outline = (corners, name, isOpen) => {
    const path = corners.map(([x, y], place) => `${place === 0 ? "M" : "L"}${x * width} ${y * height}`).join("");
    parts.push(draw("path", { class: name, d: path + (corners.length > 2 ? "z" : "") }));
    if (!isOpen) return;
    corners.forEach(([x, y], place) => parts.push(handle([x * width, y * height], { list: editor.tool, place })));
  };
  if (doc.facts.ground) outline(doc.facts.ground, "outline", editor.tool === "ground");
  for (const [name, corners] of Object.entries(doc.facts.regions ?? {})) {
    outline(corners, "outline region", editor.tool === "region" && name === editor.regionName);
    if (corners.length > 0) parts.push(words(name, corners[0][0] * width, corners[0][1] * height));
  }
  for (const [name, { corners, width: metres }] of Object.entries(doc.facts.planes ?? {})) {
    const isOpen = editor.tool === "plane" && name === editor.planeName;
    outline(corners, "outline plane", isOpen);
    // The upper side, whose length is known, stands out.
    if (isOpen) parts.push(line("mark plane-top", ...corners.slice(0, 2).map(([x, y]) => [x * width, y * height])));
    parts.push(words(`${name} ${metres} m`, corners[0][0] * width, corners[0][1] * height - 5 * size));
  }
  for (const list of ["figures", "lengths", "a", "b", "up"]) {
    doc[list].forEach((mark, place) => {
      parts.push(line(`mark ${list}`, mark.foot, mark.head));
      if (list === "figures" || list === "lengths") parts.push(words(`${mark.metres} m`, mark.head[0] + 8 * size, mark.head[1]));
      if (list !== editor.list) return;
      for (const end of ["foot", "head"]) parts.push(handle(mark[end], { list, place, end }));
    });
  }
  if (doc.shadow) {
    const { foot, tip, head } = doc.shadow;
    parts.push(line("mark shadow", foot, tip), line("mark figures", foot, head), line("mark ray", tip, head));
    if (editor.tool === "shadow") for (const end of ["foot", "tip", "head"]) parts.push(handle(doc.shadow[end], { list: "shadow", end }));
  }
  return parts;
}

"use strict";
const category = document.getElementById("category");
const shown = document.getElementById("shown");
const pictures = document.getElementById("pictures");
const viewer = document.getElementById("viewer");
const large = document.getElementById("large");

// Boxes, masks and names are drawn or not, in small pictures and in the enlarged one.
for (const layer of ["boxes", "masks", "names"]) {
  const box = document.getElementById(layer);
  if (!box) continue;
  const apply = () => {
    for (const place of [pictures, large]) place.classList.toggle("no-" + layer, !box.checked);
  };
  box.addEventListener("change", apply);
  apply();
}

// What belongs to other categories is hidden; their labels in the pictures that stay are faint.
function filter() {
  const wanted = category.value;
  for (const element of document.querySelectorAll("[data-c]")) {
    element.hidden = wanted !== "" && !element.dataset.c.split(" ").includes(wanted);
  }
  for (const element of document.querySelectorAll("[data-k]")) {
    element.classList.toggle("other", wanted !== "" && element.dataset.k !== wanted);
  }
  for (const list of document.querySelectorAll(".tiles")) {
    const isEmpty = !list.querySelector("li:not([hidden])");
    list.hidden = isEmpty;
    const title = document.getElementById(list.getAttribute("aria-labelledby"));
    title.hidden = title.nextElementSibling.hidden = isEmpty;
  }
  const count = document.querySelectorAll(".tiles > li:not([hidden])").length;
  shown.textContent = count === 1 ? "1 picture" : count + " pictures";
}
if (category) {
  category.addEventListener("change", filter);
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  // A browser may keep the choice of an earlier visit.
  filter();
}

// A picture is enlarged on a click or Enter; arrow keys lead to its neighbours, Escape closes.
let current = null;
function show(button) {
  current = button;
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.style.aspectRatio = button.style.aspectRatio;
  const [width, height] = button.style.aspectRatio.split("/").map(Number);
  frame.style.maxWidth = (78 * width) / height + "vh";
  frame.append(...[...button.children].map((child) => child.cloneNode(true)));
  const words = document.createElement("p");
  words.textContent = [...button.parentElement.querySelector("figcaption").childNodes]
    .map((node) => node.textContent).filter(Boolean).join(" · ");
  large.replaceChildren(frame, words);
  if (!viewer.open) viewer.showModal();
}
for (const button of document.querySelectorAll(".open")) button.addEventListener("click", () => show(button));
viewer.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...document.querySelectorAll(".tiles:not([hidden]) > li:not([hidden]) .open")];
  const next = all[all.indexOf(current) + step];
  if (next) show(next);
});
viewer.addEventListener("close", () => current && current.focus());

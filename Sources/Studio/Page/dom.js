// Makes elements: make("button", { class: "chip", onclick }, "Masks").
const space = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

export const make = (name, properties = {}, ...children) => fill(document.createElement(name), properties, children);
export const draw = (name, properties = {}, ...children) => fill(document.createElementNS(space, name), properties, children);

const numbers = new Intl.NumberFormat("en");
export const grouped = (number) => numbers.format(number);
export const counting = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
export const percent = (share) => `${Math.round(share * 100)} %`;

// Whether a key press belongs to a field, and not to the page.
export const isTyping = (event) =>
  event.ctrlKey || event.metaKey || event.altKey ||
  event.target.closest?.("input[type=text], input[type=search], textarea, select") !== null &&
  event.target.closest?.("input[type=text], input[type=search], textarea, select") !== undefined;

// A line at the top of the page that stays until its reason is gone.
const notices = new Map();
export function notice(key, words, action) {
  notices.get(key)?.remove();
  notices.delete(key);
  if (!words) return;
  const line = make("p", { class: "notice" }, make("span", {}, words),
    action && make("button", { type: "button", onclick: action.run }, action.name));
  document.getElementById("notices").append(line);
  notices.set(key, line);
}

export function save(text, name, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

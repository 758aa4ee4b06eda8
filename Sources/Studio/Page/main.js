// Shows what was named.
import { json } from "./api.js";

const subject = await json("/api/subject");
document.title = `${subject.name} · diorama studio`;
const main = document.createElement("main");
const title = document.createElement("h1");
title.textContent = subject.name;
const words = document.createElement("p");
words.textContent = subject.images === undefined ? subject.kind : `${subject.kind}, ${subject.images} images`;
main.append(title, words);
document.body.append(main);

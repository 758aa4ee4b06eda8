// What filters need to know of every image and label, as columns of numbers that arrive in parts.
import { ask } from "./api.js";

// Of each image, the light of its scene.
const lights = ["azimuth", "elevation", "gain"];

function grown(old, length) {
  if (old.length >= length) return old;
  const larger = new old.constructor(Math.max(length, old.length * 2, 1024));
  larger.set(old);
  return larger;
}

export class Store {
  constructor(count) {
    this.count = count;
    this.ready = 0;
    this.isWhole = false;
    this.widths = new Uint16Array(count);
    this.heights = new Uint16Array(count);
    this.firsts = new Uint32Array(count + 1);
    for (const name of lights) this[name] = new Uint16Array(count);
    this.labels = 0;
    this.category = new Uint16Array(0);
    this.side = new Uint16Array(0);
    this.distance = new Uint16Array(0);
    this.visibility = new Uint8Array(0);
    this.truncation = new Uint8Array(0);
    this.blend = new Uint8Array(0);
    // The smallest and the largest known value of each number.
    this.ends = Object.fromEntries(["visibility", "truncation", "size", "distance", ...lights].map((name) => [name, [Infinity, -Infinity]]));
  }

  add(buffer) {
    const [last, images, labels] = new Uint32Array(buffer, 0, 3);
    let place = 12;
    const column = (type, length) => {
      const part = new type(buffer, place, length);
      place += part.byteLength;
      return part;
    };
    if (images > 0) {
      this.widths.set(column(Uint16Array, images), this.ready);
      this.heights.set(column(Uint16Array, images), this.ready);
      const counts = column(Uint16Array, images);
      for (const name of lights) this[name].set(column(Uint16Array, images), this.ready);
      for (let index = 0; index < images; index++) {
        this.firsts[this.ready + index + 1] = this.firsts[this.ready + index] + counts[index];
      }
      for (const name of ["category", "side", "distance", "visibility", "truncation", "blend"]) {
        this[name] = grown(this[name], this.labels + labels);
        this[name].set(column(this[name].constructor, labels), this.labels);
      }
      this.ready += images;
      this.labels += labels;
      for (const [name, ends] of Object.entries(this.ends)) {
        this.widen(name, ends, lights.includes(name) ? [this.ready - images, this.ready] : [this.labels - labels, this.labels]);
      }
    }
    this.isWhole = last === 1;
  }

  // Asks until all is there; calls back after each part.
  async load(onPart) {
    while (!this.isWhole) {
      const before = this.ready;
      try {
        this.add(await (await ask(`/api/index?from=${this.ready}`)).arrayBuffer());
      } catch {
        await new Promise((done) => setTimeout(done, 2000));
        continue;
      }
      onPart();
      if (this.ready === before && !this.isWhole) await new Promise((done) => setTimeout(done, 150));
    }
  }

  widen(name, ends, [first, end]) {
    const { values, unknown, unit, zero } = this.column(name);
    for (let place = first; place < end; place++) {
      if (values[place] === unknown) continue;
      const value = zero + values[place] * unit;
      if (value < ends[0]) ends[0] = value;
      if (value > ends[1]) ends[1] = value;
    }
  }

  // A number of all labels or images: values as they are sent, the one that means "not known", what 0 and what one more
  // stand for.
  column(name) {
    switch (name) {
      case "visibility": return { values: this.visibility, unknown: 255, unit: 1 / 200, zero: 0 };
      case "truncation": return { values: this.truncation, unknown: 255, unit: 1 / 200, zero: 0 };
      case "size": return { values: this.side, unknown: -1, unit: 1, zero: 0 };
      case "azimuth": return { values: this.azimuth, unknown: 0, unit: 1, zero: -180 };
      case "elevation": return { values: this.elevation, unknown: 0, unit: 1, zero: -91 };
      case "gain": return { values: this.gain, unknown: 0, unit: 0.01, zero: 0 };
      default: return { values: this.distance, unknown: 0, unit: 0.1, zero: 0 };
    }
  }
}

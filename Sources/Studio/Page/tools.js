// What can be drawn on a photo, and the facts that can be typed.
export const tools = [
  { key: "h", name: "horizon", words: "Horizon", hint: "Drag its two ends. Or set the numbers at the right." },
  { key: "f", name: "figure", words: "Height", hint: "Drag from the foot of something upright to its top, and give its height." },
  { key: "l", name: "length", words: "Length", hint: "Drag along a piece of the ground, and give its length." },
  { key: "1", name: "a", words: "Lines A", hint: "Drag along level lines that are parallel in the scene: two or more." },
  { key: "2", name: "b", words: "Lines B", hint: "The same for lines at right angles to A. Both give the field of view." },
  { key: "3", name: "up", words: "Uprights", hint: "Drag along upright lines, such as corners of houses." },
  { key: "c", name: "crop", words: "Crop", hint: "For a cropped photo: drag the cross to where the middle of the uncropped one was. Or draw A, B and uprights, and take what they tell." },
  { key: "g", name: "ground", words: "Ground", hint: "Click the corners of the level ground. Drag a corner to move it." },
  { key: "r", name: "region", words: "Region", hint: "Give a name, and click the corners of the region." },
  { key: "q", name: "plane", words: "Plane", hint: "Give a name and a width. Drag over a wall, a table or a poster's place, then move the four corners onto its own." },
  { key: "s", name: "shadow", words: "Sun", hint: "Drag from the foot of something upright to the tip of its shadow, then move the third point to its top." },
];
export const heights = [["person", 1.7], ["car", 1.5], ["door", 2.0], ["post", 1.0]];
export const numbers = [
  { name: "horizon", words: "Horizon", unit: "of the height", step: 0.005, digits: [4, 3], least: -5, most: 6 },
  { name: "pitch", words: "Or pitch", unit: "°, down −90", step: 1, digits: [2, 1], least: -90, most: 90 },
  { name: "roll", words: "Roll", unit: "°", step: 0.1, digits: [2, 1], least: -60, most: 60 },
  { name: "fov", words: "Field of view", unit: "°", step: 1, digits: [2, 1], least: 1, most: 170 },
  { name: "camera_height", words: "Camera height", unit: "m", step: 0.05, digits: [3, 1], least: 0.01, most: 10000 },
];
export const nothing = () => ({ facts: { regions: {}, planes: {} }, horizon: null, figures: [], lengths: [], a: [], b: [], up: [], shadow: null });

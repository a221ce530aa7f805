// Makes pyramidal.swc: a plausible pyramidal cell, grown by chance from a seed; no neuron of an archive.
// Run it with `node data/morphology/pyramidal.mjs > data/morphology/pyramidal.swc`.

// a linear congruential generator (Lehmer 1951; multiplier of Park and Miller 1988): the file is the same everywhere
let state = 20260101;
const random = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const between = (low, high) => low + (high - low) * random();

const points = [];
const add = (type, [x, y, z], radius, parent) => {
  points.push([points.length + 1, type, x, y, z, radius, parent]);
  return points.length;
};
const unit = ([x, y, z]) => {
  const size = Math.hypot(x, y, z);
  return [x / size, y / size, z / size];
};
const bent = (direction, by) => unit(direction.map((part) => part + between(-by, by)));

/** Grows a branch of some points; gives where it ends. */
function grow(type, { at, parent, direction, radius, step, count, taper, bend }) {
  let [place, last, towards, size] = [at, parent, direction, radius];
  for (let k = 0; k < count; k++) {
    towards = bent(towards, bend);
    place = place.map((part, axis) => part + towards[axis] * step * between(0.8, 1.2));
    size *= taper;
    last = add(type, place, size, last);
  }
  return { at: place, parent: last, direction: towards, radius: size };
}

/** Grows a branch that parts in two, so many times. */
function tree(type, from, depth, options) {
  const end = grow(type, { ...from, ...options });
  if (depth === 0) return;
  const aside = bent([0, 0, 0], 1);
  for (const side of [1, -1]) {
    const direction = unit(end.direction.map((part, axis) => part + 0.7 * side * aside[axis]));
    // Rall's law: the 3/2 powers of both radii add up to that of the parent
    tree(type, { ...end, direction, radius: end.radius * 0.63 }, depth - 1, options);
  }
}

const SOMA = 8;
add(1, [0, 0, 0], SOMA, -1);
const from = (direction, radius) => ({
  at: unit(direction).map((part) => part * SOMA),
  parent: 1,
  direction: unit(direction),
  radius,
});

// the axon, downward
grow(2, { ...from([0, -1, 0.1], 0.6), step: 14, count: 16, taper: 0.985, bend: 0.12 });
// basal dendrites, around
for (let k = 0; k < 5; k++) {
  const angle = (2 * Math.PI * k) / 5 + between(-0.3, 0.3);
  const direction = [Math.cos(angle), between(-0.7, 0.1), Math.sin(angle)];
  tree(3, from(direction, 0.9), 1, { step: 15, count: 4, taper: 0.95, bend: 0.25 });
}
// the apical dendrite: a trunk with oblique branches, and a tuft
let trunk = from([0, 1, 0], 1.8);
for (let k = 0; k < 4; k++) {
  trunk = grow(4, { ...trunk, step: 16, count: 4, taper: 0.965, bend: 0.06 });
  const direction = unit([k % 2 === 0 ? 1 : -1, between(0.1, 0.5), between(-0.8, 0.8)]);
  grow(4, { ...trunk, direction, radius: 0.5, step: 14, count: 5, taper: 0.95, bend: 0.2 });
}
for (const side of [1, -1]) {
  const direction = unit([0.6 * side, 1, 0.3 * side]);
  tree(4, { ...trunk, direction, radius: 0.8 }, 1, { step: 15, count: 4, taper: 0.95, bend: 0.15 });
}

const text = (value) => String(Number(value.toFixed(3)));
console.log("# A plausible pyramidal cell, made by pyramidal.mjs (spikebook, MIT licence); micrometres.");
console.log("# number type x y z radius parent; types: 1 soma, 2 axon, 3 basal dendrite, 4 apical dendrite");
for (const [id, type, x, y, z, radius, parent] of points)
  console.log([id, type, text(x), text(y), text(z), text(radius), parent].join(" "));

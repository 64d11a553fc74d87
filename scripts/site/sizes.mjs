// Reads the code and the names out of a WebAssembly file, and lists the bytes by crate and by function.
import { readFileSync } from 'node:fs';

const [file, count] = process.argv.slice(2);
const bytes = readFileSync(file);
let at = 8;

/** A number as WebAssembly writes it: seven bits a byte. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  return bytes.toString('utf8', at, (at += length));
}

const sections = new Map();
let imports = 0;
const sizes = [];
const names = new Map();

/** Functions and, for exceptions, tags: both have one type. */
function readImports() {
  for (let left = number(); left > 0; left -= 1) {
    text();
    text();
    const kind = bytes[at++];
    if (kind === 4) at += 1;
    else if (kind !== 0) throw new Error(`an import of kind ${kind}, which is neither a function nor a tag`);
    number();
    imports += kind === 0 ? 1 : 0;
  }
}

function readCode() {
  for (let left = number(); left > 0; left -= 1) {
    const size = number();
    sizes.push(size);
    at += size;
  }
}

function readNames(end) {
  while (at < end) {
    const kind = bytes[at++];
    const next = number() + at;
    if (kind === 1) for (let left = number(); left > 0; left -= 1) names.set(number(), text());
    at = next;
  }
}

while (at < bytes.length) {
  const id = bytes[at++];
  const size = number();
  const end = at + size;
  const name = id === 0 ? text() : id;
  sections.set(name, size);
  if (id === 2) readImports();
  if (id === 10) readCode();
  if (name === 'name') readNames(end);
  at = end;
}

/** The crate of a function: the first path in its name, without the characters that WebAssembly has escaped. */
function crateOf(name) {
  const plain = name.replace(/\\([0-9a-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return /([a-z_0-9]+)::/.exec(plain)?.[1] ?? 'other';
}

const functions = sizes.map((size, index) => ({ size, name: names.get(index + imports) ?? `function ${index}` }));
const crates = new Map();
for (const { size, name } of functions) crates.set(crateOf(name), (crates.get(crateOf(name)) ?? 0) + size);
const line = (size, name) => console.log(`${String(size).padStart(8)}  ${name}`);
console.log('Sections, in bytes');
[...sections].filter(([name]) => name !== 'name').forEach(([name, size]) => line(size, name === 10 ? 'code' : name === 11 ? 'data' : `section ${name}`));
console.log('\nCrates');
[...crates].sort((a, b) => b[1] - a[1]).forEach(([name, size]) => line(size, name));
console.log(`\nThe ${count} largest functions`);
functions.sort((a, b) => b.size - a.size).slice(0, Number(count)).forEach(({ size, name }) => line(size, name));

// Gives the imports of a WebAssembly file short names. wasm-bindgen's end in a hash of sixteen letters, which do not compress: 200 imports
// cost 5 KB, once in the WebAssembly and once in the script.

const IMPORTS = 2;

/** The file and the script that belongs to it, with other names for the imports. A name of another kind than expected stays. */
export function shorten(wasm, script) {
  const names = new Map();
  const short = (name) => {
    if (!names.has(name)) names.set(name, `_${names.size.toString(36)}`);
    return names.get(name);
  };
  const keys = new Set([...script.matchAll(/^ *(__wb\w+): /gm)].map(([, name]) => name));
  const renamed = rename(wasm, (name) => (keys.has(name) ? short(name) : name));
  return { wasm: renamed, script: script.replace(/^( *)(__wb\w+)(?=: )/gm, (whole, space, name) => (names.has(name) ? space + names.get(name) : whole)) };
}

/** A WebAssembly file whose imported functions are renamed. */
function rename(wasm, nameOf) {
  const [before, at, after] = section(wasm);
  if (!at) return wasm;
  const reader = new Reader(at);
  const body = [number(reader.number())];
  while (!reader.isAtEnd()) {
    const [module, name] = [reader.text(), reader.text()];
    body.push(text(module), text(nameOf(name)), reader.kind());
  }
  const bytes = Buffer.concat(body);
  return Buffer.concat([before, Buffer.of(IMPORTS), number(bytes.length), bytes, after]);
}

/** What stands before the section of imports, its content, and what stands behind it. */
function section(wasm) {
  const reader = new Reader(wasm, 8);
  while (!reader.isAtEnd()) {
    const start = reader.at;
    const [id, length] = [reader.byte(), reader.number()];
    const content = reader.bytes(length);
    if (id === IMPORTS) return [wasm.subarray(0, start), content, wasm.subarray(reader.at)];
  }
  return [wasm];
}

class Reader {
  constructor(wasm, at = 0) {
    Object.assign(this, { wasm, at });
  }

  isAtEnd = () => this.at >= this.wasm.length;

  byte = () => this.wasm[this.at++];

  bytes = (length) => this.wasm.subarray(this.at, (this.at += length));

  text = () => this.bytes(this.number()).toString();

  /** An unsigned number in LEB128. */
  number() {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  /** What is imported: a function of a type. wasm-bindgen imports nothing else. */
  kind() {
    const start = this.at;
    if (this.byte() !== 0) throw new Error('an import that is no function');
    this.number();
    return this.wasm.subarray(start, this.at);
  }
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

const text = (value) => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);

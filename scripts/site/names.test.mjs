// The short names of what the WebAssembly asks of the script.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from './names.mjs';

/** A file that imports two functions without arguments, and exports the first. */
function fileWith(names) {
  const text = (value) => [value.length, ...Buffer.from(value)];
  const section = (id, ...content) => [id, content.flat().length, ...content.flat()];
  const imports = names.flatMap((name) => [...text('./a_bg.js'), ...text(name), 0, 0]);
  const sections = [section(1, [1, 0x60, 0, 0]), section(2, [names.length, ...imports]), section(7, [1, ...text('go'), 0, 0])];
  return Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
}

test('both sides get the same short name, and the file still runs', async () => {
  const script = 'function __wbg_get() {\nreturn {\n__wbg_call_fc92fee6137d452d: function() {\nwas.called = true;\n},\n};\n}\n';
  const short = shorten(fileWith(['__wbg_call_fc92fee6137d452d', 'other']), script);
  assert.equal(short.script, script.replace('__wbg_call_fc92fee6137d452d', '_0'));
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(short.wasm)).map(({ name }) => name);
  assert.deepEqual(imported, ['_0', 'other']);
  let calls = 0;
  const { instance } = await WebAssembly.instantiate(short.wasm, { './a_bg.js': { _0: () => (calls += 1), other: () => {} } });
  instance.exports.go();
  assert.equal(calls, 1);
});

test('a name that the script does not have, and a file without imports, stay as they are', () => {
  const [file, bare] = [fileWith(['__wbg_call_fc92fee6137d452d', 'other']), Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])];
  assert.deepEqual(shorten(file, 'const a = 1;').wasm, file);
  assert.deepEqual(shorten(bare, 'const a = 1;').wasm, bare);
});

// Makes the script that wasm-bindgen has written smaller: without comments and indentation, and without what the optimised WebAssembly
// no longer asks for. A text of another shape than expected stays as it is.

/** The names that a WebAssembly file imports and exports. */
export function namesOf(wasm) {
  const module = new WebAssembly.Module(wasm);
  return {
    imported: new Set(WebAssembly.Module.imports(module).map(({ name }) => name)),
    exported: new Set(WebAssembly.Module.exports(module).map(({ name }) => name)),
  };
}

/** The script, for a WebAssembly file with these names. */
export function trim(script, { imported, exported }) {
  return script
    .replace(/^ {8}(__wb\w+): function\([\s\S]*?^ {8}\},\n/gm, (whole, name) => (imported.has(name) ? whole : ''))
    .replace(/^export class (\w+) \{[\s\S]*?^\}\n(?:if \(Symbol\.dispose\).*\n)?/gm, (whole, name) => (hasClass(exported, name) ? whole : ''))
    .replace(/^const (\w+)Finalization = [\s\S]*?;\n/gm, (whole, name) => (hasClass(exported, name) ? whole : ''))
    .replace(/^ *\/\*\*[\s\S]*?\*\/\n/gm, '')
    .replace(/^ *\/\/.*\n/gm, '')
    .replace(/^ +/gm, '')
    .replace(/\n{2,}/g, '\n');
}

const hasClass = (exported, name) => exported.has(`__wbg_${name.toLowerCase()}_free`);

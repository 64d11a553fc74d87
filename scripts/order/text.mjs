// Source text without what only looks like code. Each function keeps every line where it is.

const blank = (text) => text.replace(/[^\n]/g, ' ');

// Strings before comments, because each may look like the other inside.
const RUST = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|b?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'/g;
const TS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};]\s*|return\s)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n\\[])+\//g;

/** Without comments and without the inside of strings. */
export const rustCode = (text) => text.replace(RUST, (found) => (found.startsWith('/') ? blank(found) : `"${blank(found.slice(1, -1))}"`));

export const tsCode = (text) => text.replace(TS, (found) => blank(found));

/** The strings of a Rust file, with the offset of each. */
export const rustStrings = (text) =>
  [...text.matchAll(RUST)].filter(([found]) => !found.startsWith('/') && found.includes('"')).map((match) => ({ at: match.index, text: match[0] }));

/** The offset after the bracket that closes the one at `open`. */
export function closing(code, open) {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ('([{'.includes(code[at])) depth += 1;
    if (')]}'.includes(code[at]) && (depth -= 1) === 0) return at + 1;
  }
  return code.length;
}

export const lineOf = (text, at) => text.slice(0, at).split('\n').length;

/** Modules written inside the file: where each begins and ends, and whether it is for tests only. */
export function inlineModules(code) {
  const found = [...code.matchAll(/(#\[cfg\(test\)\]\s*)?(?:pub(?:\([^)]*\))?\s+)?\bmod\s+(\w+)\s*\{/g)];
  return found.map((match) => {
    const open = match.index + match[0].length - 1;
    return { name: match[2], start: match.index, end: closing(code, open), isTest: match[1] !== undefined };
  });
}

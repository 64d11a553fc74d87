// The rules. Each gets all files, as a map from path to text, and gives its complaints.
import { imports } from './imports.mjs';
import { closing, lineOf, rustCode, rustStrings, tsCode } from './text.mjs';

/** From top to bottom; those on one line do not know each other. The map of the crate, lib.rs, stands beside the order. */
const ORDER = [['main'], ['boot'], ['web'], ['staff', 'articles'], ['accounts'], ['ui', 'server'], ['shared']];
const FILE_MAX = 300;
const FUNCTION_MAX = 60;

const domainOf = (path) => path.replace(/^src\//, '').replace(/\.rs$/, '').split('/')[0];
const levelOf = (domain) => ORDER.findIndex((domains) => domains.includes(domain));

function arrows(list) {
  return list.filter(({ from }) => from !== 'src/lib.rs').flatMap(({ from, to, line, name }) => {
    const [above, below] = [domainOf(from), domainOf(to)];
    if (above === below) return [];
    const unknown = [above, below].find((domain) => levelOf(domain) < 0);
    if (unknown !== undefined) return [`${from}:${line}: ${unknown} has no place in the order (${name})`];
    return levelOf(above) < levelOf(below) ? [] : [`${from}:${line}: ${above} must not import ${below} (${name})`];
  });
}

/** Circles, each by a shortest way around: as many as have to be opened. */
function circles(list) {
  const next = new Map();
  for (const edge of list.filter(({ isTest }) => !isTest)) {
    if (!next.has(edge.from)) next.set(edge.from, new Map());
    if (!next.get(edge.from).has(edge.to)) next.get(edge.from).set(edge.to, edge);
  }
  const complaints = [];
  for (const start of [...next.keys()].sort()) {
    for (let circle = shortestCircle(next, start); circle !== null; circle = shortestCircle(next, start)) {
      complaints.push(`a circle: ${circle.map(({ from, line, name }) => `${from}:${line} (${name})`).join(' → ')} → ${start}`);
      next.get(circle.at(-1).from).delete(start);
    }
  }
  return complaints;
}

function shortestCircle(next, start) {
  const ways = [...(next.get(start)?.values() ?? [])].map((edge) => [edge]);
  const seen = new Set();
  for (const way of ways) {
    const at = way.at(-1).to;
    if (at === start) return way;
    if (seen.has(at)) continue;
    seen.add(at);
    ways.push(...[...(next.get(at)?.values() ?? [])].map((edge) => [...way, edge]));
  }
  return null;
}

const SQL = /^(b?r?#*)"(\\?\s)*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+|BEGIN|CREATE TABLE|PRAGMA|LOCK TABLE)\b/;
const isStore = (path) => /(^|[/_])store\.rs$/.test(path) || path.startsWith('src/server/db/');

function sql(files) {
  return [...files].filter(([path]) => /^src\/.*\.rs$/.test(path) && !isStore(path)).flatMap(([path, text]) => {
    const code = rustCode(text);
    const strings = rustStrings(text).filter((string) => SQL.test(string.text)).map(({ at }) => at);
    const calls = [...code.matchAll(/\bsqlx::(query\w*|raw_sql|QueryBuilder)\b|\bwith_(db|tx)!/g)].map((match) => match.index);
    const lines = new Set([...strings, ...calls].map((at) => lineOf(text, at)));
    return [...lines].sort((a, b) => a - b).map((line) => `${path}:${line}: SQL stands in stores only (store.rs, *_store.rs, server/db/)`);
  });
}

/** Where the bodies of functions begin and end; a test made by a macro is a function too. */
function functions(path, text) {
  const isRust = path.endsWith('.rs');
  const code = isRust ? rustCode(text) : tsCode(text);
  const heads = isRust
    ? /\bfn\s+(\w+)|\bon_\w+!\(\s*(\w+)\s*,/g
    : /\bfunction\s+(\w+)|(?:(?:const|let)\s+(\w+)[^=\n]*=\s*(?:async\s*)?\([^;{}]*\)[^={;]*=>|^\s+(?:async\s+)?(?!if|for|while|switch|catch)(\w+)\([^;{}]*\)[^={;]*)\s*\{|\btest\(/gm;
  return [...code.matchAll(heads)].flatMap((match) => {
    const open = match[0].endsWith('{') ? match.index + match[0].length - 1 : bodyOf(code, match.index + match[0].length, isRust);
    if (open < 0) return [];
    const name = match.slice(1).find((group) => group !== undefined) ?? text.slice(match.index, match.index + 60).split('\n')[0];
    const line = lineOf(code, match.index + match[0].length - match[0].trimStart().length);
    return [{ name, line, lines: lineOf(code, closing(code, open) - 1) - line + 1 }];
  });
}

/** The brace that opens the body; none where a declaration has no body. Brackets on the way are skipped. */
function bodyOf(code, from, isRust) {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '{' && (isRust || /=>\s*$/.test(code.slice(from, at)) || /\)\s*(:[^{]*)?$/.test(code.slice(from, at)))) return at;
    if (code[at] === ';') return -1;
    if ('([{'.includes(code[at])) at = closing(code, at) - 1;
  }
  return -1;
}

function sizes(files) {
  const complaints = [];
  const largest = { file: 0, function: 0 };
  for (const [path, text] of files) {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    largest.file = Math.max(largest.file, lines);
    if (lines > FILE_MAX) complaints.push(`${path}: ${lines} lines, ${FILE_MAX} at most`);
    if (!/\.(rs|ts)$/.test(path)) continue;
    for (const { name, line, lines } of functions(path, text)) {
      largest.function = Math.max(largest.function, lines);
      if (lines > FUNCTION_MAX) complaints.push(`${path}:${line}: ${name} has ${lines} lines, ${FUNCTION_MAX} at most`);
    }
  }
  return { complaints, largest };
}

/** A macro must not leave the function that calls it. `$(…)?` repeats and leaves nothing. */
function macros(files) {
  return [...files].filter(([path]) => path.endsWith('.rs')).flatMap(([path, text]) => {
    const code = rustCode(text);
    return [...code.matchAll(/macro_rules!\s*(\w+)\s*\{/g)].flatMap((match) => {
      const body = withoutRepetition(code.slice(match.index + match[0].length, closing(code, match.index + match[0].length - 1)));
      const leaves = /\breturn\b/.test(body) ? 'return' : body.includes('?') ? '?' : null;
      return leaves === null ? [] : [`${path}:${lineOf(code, match.index)}: the macro ${match[1]} leaves its caller by ${leaves}`];
    });
  });
}

function withoutRepetition(body) {
  let text = body;
  for (let at = text.indexOf('$('); at >= 0; at = text.indexOf('$(', at + 2)) {
    const end = closing(text, at + 1);
    const sign = /^\s*\?/.exec(text.slice(end));
    if (sign !== null) text = text.slice(0, end) + ' '.repeat(sign[0].length) + text.slice(end + sign[0].length);
  }
  return text;
}

/** All complaints about a tree, and one line about a good one. */
export function check(files) {
  const list = imports(files);
  const { complaints, largest } = sizes(files);
  const problems = [...arrows(list), ...circles(list), ...sql(files), ...complaints, ...macros(files)];
  const summary = `order: ${files.size} files, ${list.length} imports, no circle; the longest file has ${largest.file} lines, the longest function ${largest.function}`;
  return { problems, summary };
}

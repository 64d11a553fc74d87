// What each file of `src` imports from other files: `use` lines, and paths that begin with `crate` or `super`.
import { inlineModules, lineOf, rustCode } from './text.mjs';

const DEFINED = /\b(?:fn|struct|enum|trait|type|const|static|mod|union)\s+(?:r#)?(\w+)|macro_rules!\s*(\w+)/g;

/** The module of a file: `src/a/mod.rs` and `src/a.rs` are `['a']`. */
export function moduleOf(path) {
  const parts = path.replace(/^src\//, '').replace(/\.rs$/, '').split('/');
  if (['mod', 'lib', 'main'].includes(parts.at(-1))) parts.pop();
  return parts;
}

/** The leaves of a `use`: `a::{b, c::{self, d as e}}` is `a::b`, `a::c` and `a::c::d` under the name `e`. */
export function leaves(tree, prefix = []) {
  const text = tree.trim();
  const open = text.indexOf('{');
  if (open < 0) {
    const [path, name] = text.split(/\s+as\s+/);
    const segments = [...prefix, ...path.split('::').map((part) => part.trim()).filter(Boolean)];
    if (segments.at(-1) === 'self' && segments.length > 1) segments.pop();
    return segments.length === 0 ? [] : [{ path: segments, name: name ?? segments.at(-1) }];
  }
  const front = text.slice(0, open).split('::').map((part) => part.trim()).filter(Boolean);
  return splitTop(text.slice(open + 1, text.lastIndexOf('}'))).flatMap((part) => leaves(part, [...prefix, ...front]));
}

function splitTop(text) {
  const parts = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.filter((part) => part.trim() !== '');
}

function read(path, text) {
  const code = rustCode(text);
  const modules = inlineModules(code);
  const within = (at) => modules.filter(({ start, end }) => start < at && at < end);
  const uses = [...code.matchAll(/(?<![\w$])(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g)].map((match) => ({ match, isUse: true }));
  const inUse = (at) => uses.some(({ match }) => match.index <= at && at < match.index + match[0].length);
  const paths = [...code.matchAll(/(?<![\w$:])(?:crate|super|latchkey)(?:::\w+)+/g)].filter((match) => !inUse(match.index));
  const children = [...code.matchAll(/\bmod\s+(\w+)\s*;/g)].map((match) => match[1]);
  const byChild = children.flatMap((child) => [...code.matchAll(new RegExp(`(?<![\\w$:])${child}(?:::\\w+)+`, 'g'))]).filter((match) => !inUse(match.index));
  const found = [...uses, ...[...paths, ...byChild].map((match) => ({ match, isUse: false }))].flatMap(({ match, isUse }) => {
    const around = within(match.index);
    const isTest = around.some((module) => module.isTest);
    const common = { line: lineOf(code, match.index + match[0].length - match[0].trimStart().length), isTest, isUse };
    const trees = isUse ? leaves(match[2]) : [{ path: match[0].split('::'), name: null }];
    return trees.map((leaf) => ({ ...leaf, ...common, isPublic: isUse && match[1] !== undefined, inline: around.map((module) => module.name) }));
  });
  const atTop = (at) => !within(at).some((module) => module.isTest);
  const defined = new Set([...code.matchAll(DEFINED)].filter((match) => atTop(match.index)).map((match) => match[1] ?? match[2]));
  children.forEach((child) => defined.delete(child));
  return { path, module: moduleOf(path), found, defined };
}

/** Reads `src`: `files` maps paths to texts. Gives each import as `{ from, to, line, name, isTest }`. */
export function imports(files) {
  const sources = new Map([...files].filter(([path]) => /^src\/.*\.rs$/.test(path)).map(([path, text]) => [path, read(path, text)]));
  // main.rs is a crate of its own, which knows the library as `latchkey`.
  const byModule = new Map([...sources.values()].filter(({ path }) => path !== 'src/main.rs').map((source) => [source.module.join('::'), source]));

  // The path from the root of the crate; nothing for a path into another crate.
  function absolute(source, path, inline) {
    let here = [...source.module, ...inline];
    let rest = path;
    if (rest[0] === 'latchkey' || rest[0] === 'crate') return rest.slice(1);
    if (rest[0] === 'self') return [...here, ...rest.slice(1)];
    if (rest[0] !== 'super') return byModule.has([...here, rest[0]].join('::')) && source.path !== 'src/main.rs' ? [...here, ...rest] : null;
    while (rest[0] === 'super') {
      here = here.slice(0, -1);
      rest = rest.slice(1);
    }
    return [...here, ...rest];
  }

  // The file that defines what a path names, through the re-exports on the way.
  function definer(path, seen = new Set()) {
    let length = path.length;
    while (length > 0 && !byModule.has(path.slice(0, length).join('::'))) length -= 1;
    const source = byModule.get(path.slice(0, length).join('::'));
    const name = path[length];
    const key = path.join('::');
    if (source === undefined || name === undefined || source.defined.has(name) || seen.has(key)) return source;
    seen.add(key);
    const uses = source.found.filter((leaf) => leaf.isUse && !leaf.isTest && leaf.inline.length === 0);
    const named = uses.find((leaf) => leaf.name === name);
    if (named !== undefined) {
      const target = absolute(source, named.path, []);
      return target === null ? source : (definer([...target, ...path.slice(length + 1)], seen) ?? source);
    }
    for (const leaf of uses.filter((leaf) => leaf.name === '*')) {
      const target = absolute(source, leaf.path.slice(0, -1), []);
      const found = target === null ? undefined : definer([...target, name], seen);
      if (found?.defined.has(name)) return found;
    }
    return source;
  }

  const list = [];
  for (const source of sources.values()) {
    const isMap = /(^|\/)(mod|lib)\.rs$/.test(source.path);
    for (const leaf of source.found) {
      const target = absolute(source, leaf.path, leaf.inline);
      if (target === null || (isMap && leaf.isPublic)) continue;
      const to = definer(leaf.name === '*' ? target.slice(0, -1) : target);
      if (to !== undefined && to.path !== source.path) {
        list.push({ from: source.path, to: to.path, line: leaf.line, name: leaf.path.join('::'), isTest: leaf.isTest });
      }
    }
  }
  return list;
}

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from './rules.mjs';
import { selfTest } from './self-test.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDERS = ['src', 'tests', 'benches', 'fuzz/fuzz_targets', 'scripts', ...['fixtures', 'pages', 'screenshots', 'tests'].map((name) => `end2end/${name}`)];

function files(folder) {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => relative(ROOT, join(entry.parentPath ?? entry.path, entry.name)));
}

if (process.argv.includes('--self-test')) selfTest();
const paths = FOLDERS.flatMap(files).filter((path) => /\.(rs|ts|mjs)$/.test(path) || /^scripts\/[\w-]+$/.test(path));
const { problems, summary } = check(new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])));
if (problems.length > 0) {
  console.error(problems.join('\n'));
  console.error(`\n${problems.length} against the order of the house; docs/adr/0016-the-tree-and-its-order.md says why it is so`);
  process.exit(1);
}
console.log(summary);

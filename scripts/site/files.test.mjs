// The files of three builds are kept: a page of an older build still finds its own after a deployment (C1).
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { publish } from './files.mjs';

test('fault_c1_the files of the last three builds stay, and no others', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-files-'));
  const [from, to, hashes] = [join(root, 'from'), join(root, 'site/pkg'), join(root, 'hash.txt')];
  [from, to].forEach((folder) => mkdirSync(folder, { recursive: true }));
  const build = (script, style) => {
    writeFileSync(join(from, 'a.js'), script);
    writeFileSync(join(from, 'a.css'), style);
    return publish({ name: 'a', from, files: { js: 'a.js', css: 'a.css' }, to, hashes: [hashes], isDebug: false }).map(({ name }) => name);
  };
  const builds = ['one', 'two', 'three', 'four'].map((script) => build(script, 'the same'));
  // Building the same once more makes no older build go.
  assert.deepEqual(build('four', 'the same'), builds[3]);
  const kept = [...new Set(builds.slice(1).flat())].flatMap((name) => [name, `${name}.br`, `${name}.gz`]);
  assert.deepEqual(readdirSync(to).sort(), kept.sort());
  assert.equal(brotliDecompressSync(readFileSync(join(to, `${builds[3][0]}.br`))).toString(), 'four');
  assert.equal(readFileSync(hashes, 'utf8'), `js: ${builds[3][0].split('.')[1]}\ncss: ${builds[3][1].split('.')[1]}\nstart: js\n`);
  rmSync(root, { recursive: true });
});

// What is saved is built and served, however an editor saves it. The programs that are started are stand-ins, which only say so.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const WATCH = join(import.meta.dirname, 'watch.mjs');
const PATIENCE = 10_000;

let root;
let watching;
let said = '';

const at = (path) => join(root, path);

function write(path, text) {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text, { mode: 0o755 });
}

/** As most editors do: another file takes the place of the old one. */
function replace(path, text) {
  write(`${path}.new`, text);
  renameSync(at(`${path}.new`), at(path));
}

async function until(isSo, what) {
  const limit = Date.now() + PATIENCE;
  while (!isSo()) {
    assert.ok(Date.now() < limit, `${what()}\n${said}`);
    await pause(20);
  }
}

/** What was started, since the last time that this was asked. */
const started = () => readFileSync(at('log'), 'utf8').trim().split('\n').filter(Boolean);

/** Waits until an action has led to exactly these programs, in this order. */
async function leadsTo(expected, act) {
  writeFileSync(at('log'), '');
  await act();
  await until(() => started().length >= expected.length, () => `${started()} instead of ${expected}`);
  assert.deepEqual(started(), expected);
}

before(async () => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-watch-'));
  write('scripts/build-site', '#!/bin/sh\necho site >>log\n');
  write('scripts/aloud', '#!/bin/sh\necho program >>log\n[ ! -e broken ]\n');
  write('target/debug/latchkey', '#!/bin/sh\necho serve >>log\nexec sleep 60\n');
  for (const file of ['src/articles/pages/list.rs', 'src/ui/browser/form.rs', 'style/main.css', 'public/robots.txt', 'migrations/sqlite/1.sql', 'Leptos.toml']) {
    write(file, 'as it was');
  }
  write('log', '');
  watching = spawn(process.execPath, [WATCH], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  watching.stdout.on('data', (text) => (said += text));
  await until(() => started().length === 3, () => `${started()} at the start`);
  assert.deepEqual(started(), ['site', 'program', 'serve']);
});

after(async () => {
  watching.kill('SIGTERM');
  await once(watching, 'exit');
  rmSync(root, { recursive: true });
});

test('a file of the server is built for the server alone, each time that it is saved, in place or by another file', async () => {
  for (const text of ['one', 'two', 'three']) {
    await leadsTo(['program', 'serve'], () => replace('src/articles/pages/list.rs', text));
  }
  await leadsTo(['program', 'serve'], () => appendFileSync(at('src/articles/pages/list.rs'), 'four'));
});

test('a style is built for the site alone, and what both are made of for both', async () => {
  for (const text of ['one', 'two']) {
    await leadsTo(['site', 'serve'], () => replace('style/main.css', text));
    await leadsTo(['site', 'program', 'serve'], () => replace('src/ui/browser/form.rs', text));
  }
});

test('settings start the server anew', async () => {
  await leadsTo(['serve'], () => replace('Leptos.toml', 'another'));
});

test('a new folder is watched, too', async () => {
  await leadsTo(['program', 'serve'], () => mkdirSync(at('src/things/pages'), { recursive: true }));
  await leadsTo(['program', 'serve'], () => replace('src/things/pages/list.rs', 'one'));
  await leadsTo(['program', 'serve'], () => replace('src/things/pages/list.rs', 'two'));
});

test('what cannot be built leaves the server as it is, and is built with the next change', async () => {
  write('broken', '');
  await leadsTo(['site', 'program'], () => replace('src/ui/browser/form.rs', 'broken'));
  await until(() => said.includes('Not built'), () => 'it is said');
  rmSync(at('broken'));
  await leadsTo(['site', 'program', 'serve'], () => replace('src/articles/pages/list.rs', 'mended'));
});

test('a server that was killed is started again with the next change', async () => {
  write('target/debug/latchkey', '#!/bin/sh\necho serve >>log\nkill -9 $$\n');
  await leadsTo(['program', 'serve'], () => replace('src/articles/pages/list.rs', 'one more'));
  await until(() => said.includes('The server has ended'), () => 'it is said');
  await leadsTo(['program', 'serve'], () => replace('src/articles/pages/list.rs', 'and another'));
});

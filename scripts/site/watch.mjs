// Serves while the code is edited: a change is built, and the server started anew. What the browser has is built only when it changes.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** What the browser's program is made of, and the style sheet and public/, which belong to the site too. */
const SITE = /^(src\/(ui|accounts)\/browser\/|src\/ui\/islands|src\/accounts\/(guard_island|policy|paths)|src\/shared\/|src\/lib\.rs|src\/web\/start\.js|style\/|public\/|Cargo\.)/;
/** What the program of the server is made of. */
const PROGRAM = /^(src|migrations)\/|^Cargo\.|^build\.rs$/;
const FOLDERS = ['src', 'style', 'public', 'migrations'];
/** The settings are read at the start of the server. */
const FILES = ['Cargo.toml', 'Cargo.lock', 'build.rs', 'Leptos.toml'];
/** Editors save a file in several steps, in milliseconds. */
const REST = 200;

let server;
let isSiteOld = true;
let isServerOld = true;
let isBuilding = false;
/** Something was saved while a build was going on. */
let hasChanged = false;
let timer;

function run(program, ...given) {
  return spawnSync(program, given, { stdio: 'inherit' }).status === 0;
}

const hasEnded = () => !server || server.exitCode !== null || server.signalCode !== null;

function stop() {
  return new Promise((done) => {
    if (hasEnded()) return done();
    server.isStopped = true;
    server.once('exit', done);
    server.kill('SIGTERM');
  });
}

function serve() {
  const started = spawn('target/debug/latchkey', ['serve'], { stdio: 'inherit', env: { LATCHKEY_MAIL__URL: 'console:', ...process.env, LATCHKEY_HTTP__DRAIN: '0' } });
  started.once('exit', () => {
    if (!started.isStopped) console.log('==> The server has ended; the next change starts it again');
  });
  server = started;
}

async function build() {
  if (isBuilding) return;
  isBuilding = true;
  hasChanged = false;
  const begun = Date.now();
  const [site, program] = [isSiteOld, isServerOld];
  [isSiteOld, isServerOld] = [false, false];
  const isGood = (!site || run('scripts/build-site', '--debug')) && (!program || run('scripts/aloud', 'cargo', 'build', '--locked', '--bin', 'latchkey'));
  if (isGood) {
    await stop();
    serve();
    console.log(`==> Serving; built in ${((Date.now() - begun) / 1_000).toFixed(1)} seconds. Reload the page.`);
  } else {
    isSiteOld ||= site;
    isServerOld ||= program;
    console.log('==> Not built; the server before it goes on');
  }
  isBuilding = false;
  if (hasChanged) build();
}

function changed(path) {
  isSiteOld ||= SITE.test(path);
  isServerOld ||= PROGRAM.test(path);
  hasChanged = true;
  clearTimeout(timer);
  timer = setTimeout(build, REST);
}

/** Watches each folder by itself: Node 20 watches the files of a tree one by one, and loses those that an editor replaces. */
function watchTree(folder) {
  watch(folder, (_, name) => {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) watchNew(path);
    changed(path);
  }).on('error', () => watched.delete(folder));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) watchNew(join(folder, entry.name));
  }
}

const watched = new Set();

function watchNew(folder) {
  if (watched.has(folder)) return;
  watched.add(folder);
  watchTree(folder);
}

FOLDERS.forEach(watchNew);
watch('.', (_, name) => FILES.includes(name) && changed(name));
process.on('SIGINT', () => stop().then(() => process.exit(0)));
process.on('SIGTERM', () => stop().then(() => process.exit(0)));
build();

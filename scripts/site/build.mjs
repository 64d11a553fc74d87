// Builds the site, step by step. Each step says what it does and about how long it takes on two cores.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish } from './files.mjs';
import { shorten } from './names.mjs';
import { namesOf, trim } from './trim.mjs';

const NAME = 'latchkey';
const SITE = 'target/site';
const WORK = 'target/site-build';
/** As in Cargo.toml: the first versions with light-dark() and nesting. */
const BROWSERS = /^browserquery = "(.+)"$/m.exec(readFileSync('Cargo.toml', 'utf8'))?.[1] ?? '';

/** What every browser of that list can do, and no more. */
const WASM = ['bulk-memory', 'bulk-memory-opt', 'nontrapping-float-to-int', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue'].map((name) => `--enable-${name}`);

const isDebug = process.argv.includes('--debug');
/** Cargo's profile of the WebAssembly, and its folder. */
const profile = isDebug ? 'dev' : 'wasm-release';
const wasmFolder = `target/wasm32-unknown-unknown/${isDebug ? 'debug' : profile}`;
/** Where the program may be: the quick one and the thorough one serve the same site. */
const PROGRAMS = ['target/debug', 'target/release'];
/** Says to `make` that the site is built, as it is served. */
const MARK = 'target/.site';

function say(text) {
  console.log(`==> ${text}`);
}

function run(program, ...given) {
  const { status, error } = spawnSync(program, given, { stdio: 'inherit' });
  if (error) throw new Error(`${program} could not be started (${error.message}): run scripts/setup`);
  if (status !== 0) process.exit(status ?? 1);
}

const kilobytes = (file) => `${Math.round(statSync(file).size / 1_000)} KB`;

function compile() {
  say(`Compiling the WebAssembly (${isDebug ? 'half a minute the first time' : 'one to three minutes the first time'}, then seconds)`);
  run('scripts/aloud', 'cargo', 'build', '--locked', '--target', 'wasm32-unknown-unknown', '--lib', '--no-default-features', '--features', 'hydrate', '--profile', profile);
}

function bind() {
  say('Writing the script that starts it (one second)');
  run('latchkey-bind', `${wasmFolder}/${NAME}.wasm`, WORK, NAME);
}

/** What gives the fewest bytes compressed, of some twenty ways that were tried: 2.6 KB less than `-Oz` alone, for 20 seconds. Code that is not
 * put into its one caller compresses better. */
const SMALL = ['--flatten', '--rereloop', '-Oz', '--one-caller-inline-max-function-size', '20', '--converge'];

function optimise() {
  const file = join(WORK, `${NAME}_bg.wasm`);
  if (isDebug) return;
  say(`Making it small: ${kilobytes(file)} now (half a minute)`);
  run('scripts/aloud', 'wasm-opt', ...SMALL, '--strip-debug', '--strip-producers', ...WASM, file, '-o', file);
}

/** The file of the script, with what starts the program after it: it finds the WebAssembly by the link in the head of the page. */
function finishScript() {
  const [file, wasmFile] = [join(WORK, `${NAME}.js`), join(WORK, `${NAME}_bg.wasm`)];
  const begin = "import(import.meta.url).then((app) => startProgram(app, document.querySelector('link[as=fetch]').href));\n";
  const script = readFileSync(file, 'utf8') + readFileSync('src/web/start.js', 'utf8') + begin;
  if (isDebug) return writeFileSync(file, script);
  const wasm = readFileSync(wasmFile);
  const short = shorten(wasm, trim(script, namesOf(wasm)));
  writeFileSync(file, short.script);
  writeFileSync(wasmFile, short.wasm);
}

function style() {
  say('Bundling the style sheet (one second)');
  run('lightningcss', '--bundle', '--minify', '--targets', BROWSERS, 'style/main.css', '-o', join(WORK, `${NAME}.css`));
}

function copy() {
  cpSync('public', SITE, { recursive: true });
  say('Compressing the files, and naming them by their content (two seconds)');
  const files = { js: `${NAME}.js`, wasm: `${NAME}_bg.wasm`, css: `${NAME}.css` };
  const built = publish({ name: NAME, from: WORK, files, to: join(SITE, 'pkg'), hashes: PROGRAMS.map((folder) => join(folder, 'hash.txt')), isDebug });
  built.forEach(({ name, raw, brotli }) => console.log(`    ${name}: ${raw} bytes, ${brotli} compressed`));
}

rmSync(MARK, { force: true });
rmSync(WORK, { recursive: true, force: true });
for (const folder of [WORK, join(SITE, 'pkg'), ...PROGRAMS]) mkdirSync(folder, { recursive: true });
compile();
bind();
optimise();
finishScript();
style();
copy();
if (!isDebug) writeFileSync(MARK, '');

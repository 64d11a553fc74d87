// The files of a build: named by their content, compressed, and kept for as long as pages of three builds may ask for them.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** How many builds' files are kept: a page of an older build goes on working over a deployment. */
const KEPT = 3;
/** Beside the served folder: the names that each of those builds has, the newest first. */
const RECORD = '../../site-builds.json';

/** A short name of a content. */
function hashOf(content) {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16);
}

function compress(content, isDebug) {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: isDebug ? 4 : constants.BROTLI_MAX_QUALITY };
  const size = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  return { br: brotliCompressSync(content, { params: { ...quality, ...size } }), gz: gzipSync(content, { level: isDebug ? 1 : 9 }) };
}

/** Writes the files of a build, and their hashes into each of the files where a server reads them at its start; removes those of old
 * builds. The script starts the browser's code itself. */
export function publish({ name, from, files, to, hashes, isDebug }) {
  const built = Object.entries(files).map(([kind, file]) => {
    const content = readFileSync(join(from, file));
    const hash = hashOf(content);
    const target = `${name}.${hash}.${kind}`;
    const { br, gz } = compress(content, isDebug);
    writeFileSync(join(to, target), content);
    writeFileSync(join(to, `${target}.br`), br);
    writeFileSync(join(to, `${target}.gz`), gz);
    return { kind, hash, name: target, raw: content.length, brotli: br.length };
  });
  keep(to, built.map((file) => file.name));
  // Last, so that a server that starts meanwhile finds whole files.
  const text = [...built.map(({ kind, hash }) => `${kind}: ${hash}\n`), 'start: js\n'].join('');
  hashes.forEach((file) => writeFileSync(file, text));
  return built;
}

/** Removes what belongs to none of the builds that are kept. */
function keep(folder, names) {
  const record = join(folder, RECORD);
  const before = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : [];
  const builds = [names, ...before.filter((build) => build.join() !== names.join())].slice(0, KEPT);
  const kept = new Set(builds.flat());
  for (const file of readdirSync(folder)) {
    if (!kept.has(file.replace(/\.(br|gz)$/, ''))) rmSync(join(folder, file), { recursive: true });
  }
  writeFileSync(record, JSON.stringify(builds));
}

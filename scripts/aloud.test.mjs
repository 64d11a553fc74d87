import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const ALOUD = join(import.meta.dirname, 'aloud');

function aloud(script, every) {
  const { status, stdout } = spawnSync(ALOUD, ['sh', '-c', script], { encoding: 'utf8', env: { ...process.env, ALOUD_EVERY: every } });
  return { status, lines: stdout.split('\n') };
}

test('a program that is silent for long is said to go on, and its lines stay in their order', () => {
  const { status, lines } = aloud('echo one; sleep 1; echo two >&2; printf three; exit 3', '0.2');
  assert.equal(status, 3, 'the status is the program’s own');
  const said = lines.filter((line) => /… 0:0\d minutes so far/.test(line));
  assert.ok(said.length >= 2, lines.join('|'));
  assert.deepEqual(lines.filter((line) => !said.includes(line)), ['one', 'two', 'three']);
});

test('a program that speaks is left alone', () => {
  assert.deepEqual(aloud('echo one; echo; echo "  two"', '10'), { status: 0, lines: ['one', '', '  two', ''] });
});

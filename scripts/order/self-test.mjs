// Each rule on small made-up trees: what it must say nothing about, and what it must find.
import { check } from './rules.mjs';

const lines = (count) => 'let _ = 0;\n'.repeat(count);

/** What is tried, the tree, and a part of each complaint that it must give; none for a tree that is in order. */
const CASES = [
  [
    'imports downwards, grouped, over several lines, by inline path and re-export',
    {
      'src/lib.rs': 'pub mod web; pub mod accounts; pub mod shared;',
      'src/main.rs': 'fn main() { latchkey::boot::run() }',
      'src/boot/mod.rs': 'mod run;\npub use run::run;',
      'src/boot/run.rs': 'use crate::{\n  accounts::{\n    types::{self, User as Person},\n    api,\n  },\n  web::App,\n};\npub fn run() { crate::shared::text::cut() }',
      'src/web/mod.rs': 'pub struct App;',
      'src/accounts/mod.rs': 'pub mod api; pub mod types;',
      'src/accounts/api.rs': 'use super::types::User;\n#[cfg(test)]\nmod tests {\n  use super::*;\n  use crate::accounts::types::tests_only;\n}',
      'src/accounts/types.rs': 'pub struct User; // use crate::web::App;\nconst TEXT: &str = "use crate::web::App;";\n#[cfg(test)]\nmod tests { use crate::accounts::api; }',
      'src/shared/mod.rs': 'pub mod text;',
      'src/shared/text.rs': "pub fn cut() { let quote = '\"'; }",
    },
    [],
  ],
  ['an import upwards', { 'src/accounts/a.rs': 'use crate::{\n  shared::x,\n  articles::Article,\n};', 'src/articles/mod.rs': 'pub struct Article;', 'src/shared/mod.rs': '' }, ['a.rs:1: accounts must not import articles']],
  ['an import upwards without use', { 'src/ui/a.rs': 'fn f() { crate::accounts::login() }', 'src/accounts/mod.rs': 'pub fn login() {}' }, ['ui must not import accounts']],
  ['an import upwards in a test', { 'src/ui/a.rs': '#[cfg(test)]\nmod tests { use crate::web::App; }', 'src/web/mod.rs': 'pub struct App;' }, ['ui must not import web']],
  ['an import upwards by super', { 'src/accounts/server/a.rs': 'use super::super::super::web::App;', 'src/web/mod.rs': 'pub struct App;' }, ['accounts must not import web']],
  ['staff and articles', { 'src/staff/a.rs': 'use crate::articles::A;', 'src/articles/mod.rs': 'use crate::staff::a;\npub struct A;' }, ['staff must not import articles', 'articles must not import staff', 'a circle']],
  ['ui and server', { 'src/ui/a.rs': 'use crate::server::b;', 'src/server/b.rs': '' }, ['ui must not import server']],
  ['a domain without a place', { 'src/boot/a.rs': 'use crate::helpers::b;', 'src/helpers/b.rs': '' }, ['helpers has no place']],
  ['two files that import each other', { 'src/ui/a.rs': 'use super::b::B;\npub struct A;', 'src/ui/b.rs': 'use super::a::A;\npub struct B;' }, ['a circle: src/ui/a.rs:1 (super::b::B) → src/ui/b.rs:1']],
  [
    'a circle through re-exports, three files long',
    { 'src/ui/mod.rs': 'mod a; mod b; mod c;\npub use a::A;\npub use b::*;\npub(crate) use self::c::C as D;', 'src/ui/a.rs': 'use super::B;\npub struct A;', 'src/ui/b.rs': 'use crate::ui::D;\npub struct B;', 'src/ui/c.rs': 'use super::A;\npub struct C;' },
    ['a circle: src/ui/a.rs:1 (super::B) → src/ui/b.rs:1 (crate::ui::D) → src/ui/c.rs'],
  ],
  ['a parent that needs its child, which needs the parent', { 'src/ui/mod.rs': 'mod a;\npub struct P(a::A);', 'src/ui/a.rs': 'use super::P;\npub struct A;' }, ['a circle']],
  ['a parent that only exports its child', { 'src/ui/mod.rs': 'mod a;\npub use a::A;\npub struct P;', 'src/ui/a.rs': 'use super::P;\npub struct A;' }, []],
  ['SQL in a store, words in a sentence', { 'src/accounts/session_store.rs': 'const S: &str = "SELECT 1";', 'src/server/db/tx.rs': 'const B: &str = "BEGIN IMMEDIATE";', 'src/ui/a.rs': '/// "SELECT 1"\nconst T: &str = "Select a file. DELETE FROM is SQL.";' }, []],
  ['SQL elsewhere', { 'src/accounts/a.rs': 'const S: &str = "\\\n  SELECT id\n  FROM users";' }, ['a.rs:1: SQL']],
  ['raw SQL elsewhere', { 'src/accounts/a.rs': 'const S: &str = r#"DELETE FROM users"#;' }, ['SQL']],
  ['a query elsewhere', { 'src/accounts/restore.rs': 'fn f() { sqlx::query(S) }' }, ['SQL']],
  ['a file and functions just short enough', { 'tests/a.rs': `fn f<T: Fn() -> [u8; 2]>() {\n${lines(58)}}\n${'\n'.repeat(240)}`, 'end2end/tests/a.ts': `test.describe('many', () => {\n  test('a { brace', async ({ page }) => {\n${'x();\n'.repeat(58)}  });\n  test('b', async () => {\n${'x();\n'.repeat(58)}  });\n});\n` }, []],
  ['a file that is too long', { 'end2end/tests/a.ts': '\n'.repeat(301) }, ['a.ts: 301 lines']],
  ['a function that is too long', { 'tests/a.rs': `trait T { fn none(); }\nfn f() {\n${lines(59)}}\n` }, ['a.rs:2: f has 61 lines']],
  ['a test by a macro that is too long', { 'tests/a.rs': `on_both!(it_works, async |kind| {\n${lines(59)}});\n` }, ['it_works has 61 lines']],
  ['a browser test that is too long', { 'end2end/tests/a.ts': `test('it works', { tag: '@x' }, async ({ page }) => {\n${'x();\n'.repeat(59)}});\n` }, ["test('it works'"]],
  ['functions of TypeScript that are too long', { 'end2end/pages/a.ts': `export const f = async (page: Page): Promise<void> => {\n${'x();\n'.repeat(59)}};\nfunction g() {\n${'x();\n'.repeat(59)}}\nclass A {\n  async h(a: string) {\n${'x();\n'.repeat(59)}  }\n}\n` }, ['f has 61', 'g has 61', 'h has 61']],
  ['a macro that repeats', { 'src/ui/a.rs': 'macro_rules! m { ($($a:expr),* $(,)?) => { f($($a),*) }; }' }, []],
  ['a macro that returns', { 'src/ui/a.rs': 'macro_rules! m { ($a:expr) => { if $a { return None; } }; }' }, ['the macro m leaves its caller by return']],
  ['a macro that gives up', { 'src/ui/a.rs': 'macro_rules! m { ($a:expr $(,)?) => { $a.await? }; }' }, ['the macro m leaves its caller by ?']],
];

/** Tries all of them, and ends the program where the rules say something else. */
export function selfTest() {
  const wrong = CASES.flatMap(([what, tree, expected]) => {
    const { problems } = check(new Map(Object.entries(tree)));
    const isRight = problems.length === expected.length && expected.every((part, index) => problems[index].includes(part));
    return isRight ? [] : [`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(problems, null, 2)}`];
  });
  if (wrong.length > 0) {
    console.error(`check-order is wrong about ${wrong.length} of its own trees:\n${wrong.join('\n')}`);
    process.exit(1);
  }
  console.log(`check-order is right about ${CASES.length} made-up trees`);
}

// Texts of attackers in articles: nothing of them runs, asks another site, or leaves its place on the page.
import { readFileSync } from 'node:fs';
import { writeArticle } from '../../fixtures/users.ts';
import { expect, overflow, test } from '../../fixtures/test.ts';
import { ArticlePage } from '../../pages/articles.ts';

const FILE = new URL('../../../src/articles/server/markdown/hostile_texts.txt', import.meta.url);
const TEXTS = readFileSync(FILE, 'utf8').split('=====\n').slice(1).map((text) => text.replace(/\n$/, '')).filter((text) => text.trim() !== '');
const GROUP = 30;

test.describe('hostile texts', { tag: '@hydrated' }, () => {
  test.use({ viewport: { width: 320, height: 700 } });
  test.setTimeout(90_000);

  for (let from = 0; from < TEXTS.length; from += GROUP) {
    test(`from number ${from} on stay texts`, async ({ page, context, account, baseURL }) => {
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== new URL(baseURL ?? '').origin) {
          foreign.push(request.url());
        }
      });
      page.on('dialog', (dialog) => foreign.push(dialog.message()));
      const article = new ArticlePage(page);
      for (const text of TEXTS.slice(from, from + GROUP)) {
        const path = await writeArticle(context, `Title of ${account.username}`, `before\n\n${text}\n\nafter`);
        await page.goto(path, { waitUntil: 'domcontentloaded' });
        await expect(page, text).toHaveTitle(/^Title of /);
        await expect(article.heading, text).toHaveText(`Title of ${account.username}`);
        expect(await overflow(page), text).toBe(0);
        const found = await page.evaluate(() => {
          const [header, body] = [document.querySelector('.site-header'), document.querySelector('.article-body')];
          const box = body?.getBoundingClientRect();
          const inside = [...(body?.querySelectorAll('*') ?? [])];
          return {
            onTop: header?.contains(document.elementFromPoint(20, 10)) ?? false,
            ids: inside.filter((element) => element.id !== '' || element.hasAttribute('style')).length,
            outside: inside.filter((element) => getComputedStyle(element).position !== 'static').length,
            footer: document.querySelector('body > .site-footer') !== null,
            width: box?.width ?? 0,
          };
        });
        expect({ ...found, width: found.width <= 320 }, text).toEqual({ onTop: true, ids: 0, outside: 0, footer: true, width: true });
      }
      expect(foreign).toEqual([]);
    });
  }
});

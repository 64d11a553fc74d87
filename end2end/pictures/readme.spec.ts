// Four pages, and a login that loses nothing. Each picture is WebP, made small by the browser itself.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { FIREFOX, PASSWORD, logIn, logOut, signUp } from '../fixtures/users.ts';
import { EMPTY_SITE, operate } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';
import { ArticleEditor } from '../pages/articles.ts';
import { LoginPage } from '../pages/accounts.ts';
import { SessionGuard } from '../pages/session.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/pictures');
const DESK = { width: 1080, height: 760 };
const PHONE = { width: 390, height: 760 };

/** Puts pictures side by side, each of this width, and stores them as one. */
async function store(context: BrowserContext, name: string, shots: Buffer[], width: number, gap = 0) {
  const page = await context.newPage();
  const sources = shots.map((shot) => `data:image/png;base64,${shot.toString('base64')}`);
  const picture = await page.evaluate(
    async ({ sources, width, gap }) => {
      const images = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          return image;
        }),
      );
      const height = Math.max(...images.map((image) => Math.round((image.height * width) / image.width)));
      const canvas = document.createElement('canvas');
      canvas.width = images.length * (width + gap) - gap;
      canvas.height = height;
      const drawing = canvas.getContext('2d');
      images.forEach((image, place) => drawing?.drawImage(image, place * (width + gap), 0, width, height));
      return canvas.toDataURL('image/webp', 0.82);
    },
    { sources, width, gap },
  );
  await page.close();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.webp`), Buffer.from(picture.split(',')[1] ?? '', 'base64'));
}

const shoot = (page: Page) => page.screenshot();

test.describe('of a magazine', () => {
  test.use({ baseURL: EMPTY_SITE });

  test('four pages', async ({ page, context, open, otherBrowser }) => {
    test.setTimeout(120_000);
    operate(EMPTY_SITE, 'seed');
    const account = { username: 'user0', password: PASSWORD };
    await logIn(context, account);
    await page.setViewportSize(DESK);
    // The first page says that the login is done.
    await open('/accounts/');
    await open('/articles/');
    await store(context, 'articles', [await shoot(page)], 900);

    await page.emulateMedia({ colorScheme: 'dark' });
    await open('/articles/create/');
    const editor = new ArticleEditor(page);
    await editor.write('Three locks, one key', 'The door had **three locks**, and only one of them worked.\n\n- the first was painted over,\n- the second had no key,\n- the third was never locked.\n\n> We kept the others because they looked serious.');
    await store(context, 'writing', [await shoot(page)], 900);

    await page.emulateMedia({ colorScheme: 'light' });
    await logIn((await otherBrowser(FIREFOX)).context(), account);
    await open('/accounts/sessions/');
    await store(context, 'sessions', [await shoot(page)], 900);

    await open('/articles/');
    await page.getByRole('main').getByRole('link', { name: /[가-힣]/ }).first().click();
    await expect(page.getByRole('article')).toBeVisible();
    await store(context, 'article', [await shoot(page)], 900);
  });
});

test('a login that loses nothing', async ({ page, context, open, hydrated }) => {
  test.setTimeout(60_000);
  const account = await signUp(context, 'hana');
  await open('/articles/');
  await page.setViewportSize(PHONE);
  const [editor, guard, login, frames] = [new ArticleEditor(page), new SessionGuard(page), new LoginPage(page), [] as Buffer[]];
  await open('/articles/create/');
  await editor.write('Three locks, one key', 'The door had three locks, and only one of them worked.');
  frames.push(await shoot(page));
  await logOut(context);
  await expect(guard.ended).toBeVisible();
  frames.push(await shoot(page));
  await guard.logIn.click();
  await expect(login.username).toBeVisible();
  await hydrated(page);
  await login.username.fill(account.username);
  await login.password.fill(account.password);
  frames.push(await shoot(page));
  await login.submit.click();
  await expect(editor.text).toHaveValue(/three locks/);
  await hydrated(page);
  frames.push(await shoot(page));
  await editor.submit.click();
  await expect(page.getByRole('article')).toBeVisible();
  await hydrated(page);
  frames.push(await shoot(page));
  await store(context, 'login', frames, 300, 12);
});

// The budget: what a page weighs on the wire, compressed, with its headers left out.
import type { CDPSession } from '@playwright/test';
import { writeArticle } from '../../fixtures/users.ts';
import { expect, test, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { AccountPage, SessionsPage, UpdatePage } from '../../pages/account.ts';
import { LoginPage, SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';

/** In bytes. */
const FIRST_LOAD = 100_000;
const DOCUMENT_AND_STYLE = 15_000;
const REQUESTS = 5;

interface Loaded {
  path: string;
  type: string;
  bytes: number;
  isCached: boolean;
}

/** Records what a page loads, with the bytes of the bodies as they came. */
async function record(page: Page) {
  const devtools: CDPSession = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  const loaded = new Map<string, Loaded>();
  /** Said before the response. */
  const inMemory = new Set<string>();
  devtools.on('Network.responseReceived', ({ requestId, response, type }) => {
    const isCached = inMemory.has(requestId) || response.fromDiskCache === true || response.fromPrefetchCache === true;
    loaded.set(requestId, { path: new URL(response.url).pathname, type, bytes: 0, isCached });
  });
  devtools.on('Network.requestServedFromCache', ({ requestId }) => inMemory.add(requestId));
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const one = loaded.get(requestId);
    if (one) one.bytes += encodedDataLength;
  });
  const clear = () => loaded.clear();
  // The stream of the session is no part of the page.
  const files = () => [...loaded.values()].filter(({ type, isCached }) => type !== 'EventSource' && !isCached);
  return { clear, files };
}

const weight = (files: Loaded[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

test.describe('a first load', { tag: '@hydrated' }, () => {
  const pages: Record<string, string> = {
    'the list': '/articles/',
    'the login page': LoginPage.path,
    'the sign-up page': SignupPage.path,
  };
  for (const [name, path] of Object.entries(pages)) {
    test(`of ${name} stays in its budget`, async ({ page, open }) => {
      await checkBudget(page, () => open(path));
    });
  }

  test('of a user’s pages stays in its budget', async ({ browser, context, account, guard }) => {
    const article = await writeArticle(context, `Weighed by ${account.username}`, 'A text. '.repeat(200));
    for (const path of [article, `${article}update/`, ArticleEditor.path, AccountPage.path, UpdatePage.path, SessionsPage.path]) {
      // A browser that has nothing yet, with the session of the user.
      const other = await browser.newContext({ storageState: await context.storageState() });
      guard.watch(other);
      const page = await other.newPage();
      await checkBudget(page, async () => {
        await page.goto(path);
        await waitUntilHydrated(page);
      });
      await other.close();
    }
  });

  test('leaves the document alone to be loaded by the next page', async ({ page, open, account }) => {
    const recorded = await record(page);
    await open('/articles/');
    await page.waitForLoadState('load');
    recorded.clear();
    await open(AccountPage.path);
    await page.waitForLoadState('load');
    await expect(page.getByText(account.username).first()).toBeVisible();

    // The icon of the first page may come late.
    const paths = recorded.files().map(({ path }) => path);
    expect(paths.filter((path) => path !== '/favicon.svg')).toEqual([AccountPage.path]);
  });
});

async function checkBudget(page: Page, load: () => Promise<void>) {
  const recorded = await record(page);
  await load();
  await page.waitForLoadState('load');
  const files = recorded.files();
  const list = files.map(({ path, bytes }) => `${path}: ${bytes}`).join('\n');
  expect(files.length, list).toBeLessThanOrEqual(REQUESTS);
  expect(weight(files), list).toBeLessThanOrEqual(FIRST_LOAD);
  expect(weight(files.filter(({ type }) => type === 'Document' || type === 'Stylesheet')), list).toBeLessThanOrEqual(DOCUMENT_AND_STYLE);
}

// One picture for each page and state, in each size and colour scheme.
import { PASSWORD, freshName, logOut, signUp, writeArticle } from '../fixtures/users.ts';
import { EMPTY_SITE, EXPIRING_SITE } from '../fixtures/server.ts';
import { expect } from '../fixtures/test.ts';
import { AccountPage } from '../pages/account.ts';
import { LoginPage, SignupPage } from '../pages/accounts.ts';
import { ArticleEditor } from '../pages/articles.ts';
import { SessionGuard } from '../pages/session.ts';
import { Site } from '../pages/site.ts';
import { test } from './shoot.ts';

const ARTICLES = [
  ['Notes from the reading room', 'Every list begins as a promise. By the third line it is a habit.\n\nThen it is you.'],
  ['어느 조용한 오후의 기록', '비가 그친 뒤의 골목은 늘 조금 더 넓어 보인다. 우산을 접고 천천히 걸으면 평소에는 듣지 못하던 소리가 들린다.'],
  ['مقال عن المفاتيح والأقفال', 'كل باب له ثلاثة أقفال، وواحد منها فقط يعمل. احتفظنا بالآخرين لأنهما يبدوان جادين.'],
  [`An unbroken ${'word'.repeat(45)}`, `${'unbroken'.repeat(60)} and then an end`],
  ['What the locksmith taught me', 'The door had three locks and only one of them worked. '.repeat(12)],
] as const;

const LONG = Array.from({ length: 6 }, (_, index) =>
  index % 2
    ? '비가 그친 뒤의 골목은 늘 조금 더 넓어 보인다. 우산을 접고 천천히 걸으면 평소에는 듣지 못하던 소리가 들린다. '.repeat(3)
    : 'There is a particular silence in a library ten minutes before closing: pages turn faster, and chairs are moved with more care than at any other time of the day.\nThen the lights go.',
).join('\n\n');

test.setTimeout(60_000);

test('pages of visitors', async ({ page, open, shoot, guard, otherBrowser }) => {
  guard.expects(404, /./);
  guard.expects(422, /./);
  const other = (await otherBrowser()).context();
  await signUp(other, freshName('김하늘'));
  for (const [title, text] of ARTICLES) {
    await writeArticle(other, title, text);
  }
  const long = await writeArticle(other, '바다를 처음 본 날, and other notes', LONG);
  await open('/articles/');
  await shoot('list-visitor');
  await open(long);
  await shoot('article-visitor');
  await open(LoginPage.path);
  await shoot('login');
  await new LoginPage(page).send('joe', 'wrong password');
  await expect(new Site(page).alert).toBeVisible();
  await shoot('login-error');
  await open(SignupPage.path);
  await shoot('signup');
  await new SignupPage(page).send('not a name!', '1234567');
  await expect(new SignupPage(page).confirmation).toHaveAttribute('aria-invalid', 'true');
  await shoot('signup-errors');
  await open('/nowhere/');
  await shoot('404');
  await open('/accounts/logout/');
  await shoot('logout-visitor');
});

test('pages of users', async ({ page, context, open, shoot, guard, otherBrowser }) => {
  guard.expects(403, /./);
  guard.expects(422, /./);
  await signUp(context, freshName('이서연'));
  const other = (await otherBrowser()).context();
  await signUp(other);
  const foreign = await writeArticle(other, 'Not mine');
  for (const [title, text] of ARTICLES) {
    await writeArticle(context, title, text);
  }
  const own = await writeArticle(context, '바다를 처음 본 날, and other notes', LONG);
  await open('/articles/');
  await shoot('list');
  await open(own);
  await shoot('article');
  await open(`${own}update/`);
  await shoot('update');
  await open(`${own}delete/`);
  await shoot('delete');
  await open(`${foreign}update/`);
  await shoot('403');
  await open('/accounts/logout/');
  await shoot('logout');

  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await shoot('create');
  await editor.send('나'.repeat(201), '');
  await expect(editor.text).toHaveAttribute('aria-invalid', 'true');
  await shoot('create-errors');

  await editor.title.fill('아직 쓰는 중인 글');
  await editor.text.fill(LONG.slice(0, 300));
  await expect(editor.kept).toBeVisible();
  await shoot('create-kept');
  await open(ArticleEditor.path);
  await expect(editor.drafts).toHaveCount(1);
  await shoot('create-draft');
  await editor.drafts.getByRole('button', { name: 'Discard' }).click();

  const tab = await context.newPage();
  await open(`${own}update/`);
  await open(`${own}update/`, tab);
  await new ArticleEditor(tab).send('What I wrote on my phone', LONG.slice(0, 400));
  await expect(tab).toHaveURL(own);
  await editor.title.fill('바다를 처음 본 날 (다시)');
  await editor.submit.click();
  await expect(editor.savedVersion).toBeVisible();
  await shoot('update-conflict');
});

test('states of a page', async ({ page, context, open, shoot, guard }) => {
  guard.expects('failure', /./);
  await signUp(context, freshName('W').padEnd(150, 'W'));
  await open(AccountPage.path);
  await shoot('profile-long-name');
  await context.clearCookies();
  await signUp(context, freshName('홍길동'));
  await open(AccountPage.path);
  await shoot('profile');
  await open(ArticleEditor.path);
  await context.setOffline(true);
  await expect(new Site(page).connectionNotice).toBeVisible();
  await new ArticleEditor(page).send('Offline', 'Text.');
  await expect(new Site(page).alert).toBeVisible();
  await shoot('offline');
  await context.setOffline(false);
  await open('/articles/');
  await page.keyboard.press('Tab');
  await shoot('skip-link');
  await context.route('**/api/articles/create', () => {});
  await open(ArticleEditor.path);
  await new ArticleEditor(page).send('Under way', PASSWORD);
  await expect(new ArticleEditor(page).submit).toHaveAttribute('aria-busy', 'true');
  await shoot('sending');
});

test('a session that ends while a user writes', async ({ page, context, open, shoot }) => {
  await signUp(context, freshName('이서연'));
  const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
  await open(ArticleEditor.path);
  await editor.text.fill('Half a sentence');
  await editor.title.fill('아직 쓰는 중인 글');
  await logOut(context);
  await expect(guard.ended).toBeVisible();
  await shoot('session-ended-writing');
  await guard.discard.click();
  await expect(page).toHaveURL(/next=/);
  await signUp(context, freshName('이서연'));
  await open(AccountPage.path);
  await logOut(context);
  await expect(guard.over).toBeVisible();
  await shoot('session-over');
});

test.describe('where a session soon ends', () => {
  test.use({ baseURL: EXPIRING_SITE });

  test('the warning', async ({ page, context, open, shoot }) => {
    await signUp(context, freshName('이서연'));
    await open('/articles/');
    await expect(new SessionGuard(page).ending).toBeVisible();
    await shoot('session-ending');
  });
});

test.describe('without articles', () => {
  test.use({ baseURL: EMPTY_SITE });

  test('the empty list', async ({ context, open, shoot }) => {
    await open('/articles/');
    await shoot('list-empty-visitor');
    await signUp(context);
    await open('/articles/');
    await shoot('list-empty');
  });
});

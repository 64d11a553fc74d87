// What a person sees of a session, wherever sessions live: logged in and out, in tabs and browsers, and nothing lost that was typed. The
// contract of the engines is tests/http/sessions/engines.rs.
import { ENGINES, test, type Engine } from '../../fixtures/engines.ts';
import { PROMISED, answered, expectSentToLogin, logInOn, logOutIn, watchCover } from '../../fixtures/session.ts';
import { expect, inEveryState, withoutSessionEvents, type Page } from '../../fixtures/test.ts';
import { FIREFOX, logIn, logOut } from '../../fixtures/users.ts';
import { AccountPage, PasswordPage, SessionsPage, promptOf } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';

const BACK = 'Your text is back: save it now.';
const NEW = 'a brass key under the doormat';
/** What stands in a cookie, and what is too long for one. */
const TEXTS = ['A line.', 'A line of many. '.repeat(600).trim()];

/** Waits for the next second: a form that comes within that of its user's login counts as late, and is shown to be copied. */
async function nextSecond() {
  const second = Math.floor(Date.now() / 1_000);
  await expect.poll(() => Date.now(), { intervals: [50] }).toBeGreaterThanOrEqual((second + 1) * 1_000);
}

async function expectVisitor(open: (path: string, page?: Page) => Promise<void>, page: Page) {
  await open('/articles/', page);
  await expect(new Site(page).logInLink).toBeVisible();
}

function waiting() {
  test('what is sent after a logout in another tab waits for the login, however long it is', async ({
    page,
    context,
    open,
    hydrated,
    guard,
    account,
  }) => {
    guard.expects(401, /create$/);
    const [editor, login] = [new ArticleEditor(page), new LoginPage(page)];
    await withoutSessionEvents(context);
    for (const text of TEXTS) {
      await open(ArticleEditor.path);
      await logOut(context);
      await nextSecond();
      await editor.send(`${text.length} letters by ${account.username}`, text);
      await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
      await hydrated(page);
      await login.send(account.username, account.password);

      await expect(page).toHaveURL(ArticleEditor.path);
      await expect(page.getByText(BACK)).toBeVisible();
      await expect(editor.text).toHaveValue(text);
      await hydrated(page);
      await editor.submit.click();
      await expect(editor.heading).toHaveText(`${text.length} letters by ${account.username}`);
    }
  });
}

function ending(engine: Engine) {
  test('a new password and the end of all others leave this browser signed in alone, until it logs out', async ({
    page,
    context,
    open,
    guard,
    isHydrated,
    account,
    otherBrowser,
  }) => {
    guard.expects(403, /end-others$/);
    const other = await otherBrowser(FIREFOX);
    const [form, sessions, prompt] = [new PasswordPage(page), new SessionsPage(page), promptOf(page, isHydrated)];
    await logIn(other.context(), account);
    await open(PasswordPage.path);
    await form.send(account.password, NEW);
    await expect(page).toHaveURL(PasswordPage.done);
    await expect(form.nameLink(account.username)).toBeVisible();
    await expectVisitor(open, other);

    await logIn(other.context(), { ...account, password: NEW });
    await open(SessionsPage.path);
    await expect(sessions.items).toHaveCount(engine === 'cookie' ? 1 : 2);
    await sessions.endOthers.click();
    await expect(prompt.title).toBeVisible();
    await prompt.send(NEW);
    await expect(sessions.notice('All other sessions have ended.')).toBeVisible();
    await expect(sessions.nameLink(account.username)).toBeVisible();
    await expectVisitor(open, other);

    await sessions.endOwn.click();
    await expect(page).toHaveURL('/articles/');
    await expect(sessions.logInLink).toBeVisible();
    expect(await context.cookies()).toEqual([]);
  });
}

function covering() {
  test.describe('an open page', { tag: '@hydrated' }, () => {
    test('is covered within two seconds when another tab logs out, and its text is there after the login', async ({
      page,
      context,
      open,
      account,
    }) => {
      const [editor, guard, tab] = [new ArticleEditor(page), new SessionGuard(page), await context.newPage()];
      await open(ArticleEditor.path);
      await editor.write(`Covered, ${account.username}`, 'Half a sentence');
      const covered = await watchCover(page);
      await nextSecond();
      const ended = await logOutIn(tab, open);
      await expect(guard.ended).toBeVisible();
      expect((await covered()) - ended).toBeLessThan(PROMISED);

      await guard.logIn.click();
      await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
      await logInOn(page, account);
      await expect(page).toHaveURL(ArticleEditor.path);
      await expect(editor.text).toHaveValue('Half a sentence');
      await expect(new Site(tab).nameLink(account.username)).toBeVisible();
    });

    test('is covered within two seconds when its session is ended in another browser', async ({ page, open, account, otherBrowser }) => {
      const other = await otherBrowser(FIREFOX);
      await logIn(other.context(), account);
      await open(AccountPage.path);
      const covered = await watchCover(page);
      await open(PasswordPage.path, other);
      const ended = await answered(other, () => new PasswordPage(other).send(account.password, NEW));

      await expectSentToLogin(page, AccountPage.path);
      expect((await covered()) - ended).toBeLessThan(PROMISED);
    });
  });
}

for (const engine of ENGINES) {
  test.describe(`sessions in ${engine}`, () => {
    test.use({ engine });
    inEveryState(() => {
      waiting();
      ending(engine);
    });
    covering();
  });
}

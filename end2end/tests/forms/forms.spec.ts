// What all forms have in common: sent once, safe to type into before hydration, clear about a lost connection.
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, test, waitUntilHydrated } from '../../fixtures/test.ts';
import { LoginPage, SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';

test.describe('typed before hydration', { tag: '@hydrated' }, () => {
  test.use({ wasm: 'held' });

  test('text stays, is counted and is sent', async ({ page, open, release, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.title.fill(`Early ${account.username}`);
    await editor.text.pressSequentially('한글 typed early');
    await release();
    await waitUntilHydrated(page);

    await expect(editor.title).toHaveValue(`Early ${account.username}`);
    await expect(editor.text).toHaveValue('한글 typed early');
    await expect(editor.text).toBeFocused();
    await expect(editor.counter('14 / 20000')).toBeVisible();
    await editor.submit.click();
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(page.getByRole('article')).toContainText('한글 typed early');
  });

  test('passwords and an unticked box stay', async ({ page, open, release }) => {
    const login = new LoginPage(page);
    await open(LoginPage.path);
    await login.username.fill('early');
    await login.password.fill('bird');
    await login.keep.uncheck();
    await release();
    await waitUntilHydrated(page);

    await expect(login.username).toHaveValue('early');
    await expect(login.password).toHaveValue('bird');
    await expect(login.keep).not.toBeChecked();
  });

  test('a refused form hydrates with its errors and its text, and can be sent', async ({ page, open, release, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    const username = freshName();
    await open(SignupPage.path);
    await form.send(username, 'short');
    await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
    await release();
    await waitUntilHydrated(page);

    await expect(form.confirmation).toHaveAccessibleDescription(/too short/);
    await expect(form.username).toHaveValue(username);
    await form.password.fill(PASSWORD);
    await form.confirmation.fill(PASSWORD);
    await form.submit.click();
    await expect(form.nameLink(username)).toBeVisible();
  });

  test('a refused text area hydrates with its text', async ({ page, open, release, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.send('나'.repeat(201), `\n<b> & ${account.username}\r\n\nend`);
    await expect(editor.title).toHaveAttribute('aria-invalid', 'true');
    await release();
    await waitUntilHydrated(page);

    await expect(editor.text).toHaveValue(`\n<b> & ${account.username}\n\nend`);
    await expect(editor.counter('201 / 200')).toBeVisible();
  });
});

test('a double click on the button sends one request', { tag: '@hydrated' }, async ({ page, context, open, account }) => {
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  const posts: string[] = [];
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await context.route('**/api/articles/create', async (route) => {
    posts.push(route.request().url());
    await answered;
    await route.continue();
  });
  await editor.title.fill(`Once by ${account.username}`);
  await editor.text.fill('Text.');
  await editor.submit.dblclick();
  await expect(editor.submit).toHaveAttribute('aria-busy', 'true');
  await editor.submit.press('Enter');
  await editor.title.press('Enter');
  expect(posts).toHaveLength(1);
  answer();

  await expect(page).toHaveURL(/\/articles\/\d+\/$/);
  expect(posts).toHaveLength(1);
});

test('the __err and __path of an address are never shown', async ({ page, open }) => {
  const code = { password_too_similar: { to: 'bank account. It was stolen; call 555-0100' } };
  const lies = [{ invalid: { __all__: [code], username: [code] } }, 'internal', 'unreadable'];
  for (const [path, endpoint] of [
    [LoginPage.path, '/api/accounts/login'],
    [SignupPage.path, '/api/accounts/signup'],
    ['/articles/', '/api/accounts/logout'],
  ] as const) {
    for (const lie of lies) {
      const error = Buffer.from(JSON.stringify(lie)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
      await open(`${path}?__path=${encodeURIComponent(endpoint)}&__err=${encodeURIComponent(error)}&error=stolen`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText(/stolen/)).toHaveCount(0);
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(page.locator('[aria-invalid]')).toHaveCount(0);
    }
  }
});

test('no __err in an address redirects the page', async ({ page, open }) => {
  for (const refusal of ['login_required', 'anonymous_only']) {
    const error = Buffer.from(JSON.stringify(refusal)).toString('base64');
    await open(`${SignupPage.path}?__path=/api/accounts/signup&__err=${encodeURIComponent(error)}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign up');
    await expect(page).toHaveURL(/\/accounts\/signup\/\?/);
  }
});

test('without a connection the form says so and keeps the text, and sends it once there is one again', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
  guard,
  account,
}) => {
  guard.expects('failure', /create$/);
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.title.fill(`Offline ${account.username}`);
  await editor.text.fill('Typed in a tunnel.');
  await context.setOffline(true);
  await expect(editor.connectionNotice).toBeVisible();
  await editor.submit.click();

  await expect(editor.alert).toContainText('We can’t reach the server. Your text is still here');
  await expect(editor.alert).toBeFocused();
  await expect(editor.title).toHaveValue(`Offline ${account.username}`);
  await expect(editor.text).toHaveValue('Typed in a tunnel.');

  await context.setOffline(false);
  await expect(editor.connectionNotice).toBeHidden();
  await editor.submit.click();
  await expect(page).toHaveURL(/\/articles\/\d+\/$/);
  await expect(page.getByRole('article')).toContainText('Typed in a tunnel.');
});

test('a form restored by the back button can be sent', { tag: '@hydrated' }, async ({ page, open, guard, hydrated }) => {
  guard.expects(422, /login$/);
  const login = new LoginPage(page);
  await open(LoginPage.path);
  await login.send(freshName(), 'wrong password');
  await expect(login.alert).toBeVisible();
  await open('/articles/');
  await page.goBack({ waitUntil: 'domcontentloaded' });
  await hydrated(page);
  await login.send(freshName(), 'wrong password');
  await expect(login.alert).toBeVisible();
});

test('a text of the greatest allowed length is accepted', async ({ page, open, account }) => {
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.send(`${account.username} `.padEnd(200, '가'), '나'.repeat(20_000));

  await expect(page).toHaveURL(/\/articles\/\d+\/$/);
});

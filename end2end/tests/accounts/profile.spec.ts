// The user's own profile: reading it, and changing exactly three fields of it (S10, B66).
import { writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { AccountPage, UpdatePage } from '../../pages/account.ts';
import { ArticlePage } from '../../pages/articles.ts';

inEveryState(() => {
  test('S10 names are saved and shown in the header and on the articles of their user', async ({
    page,
    context,
    open,
    hydrated,
    account,
  }) => {
    const path = await writeArticle(context, `Named, ${account.username}`);
    const [home, form, article] = [new AccountPage(page), new UpdatePage(page), new ArticlePage(page)];
    await open(AccountPage.path);
    await expect(home.nameLink(account.username)).toBeVisible();
    await home.link('Edit profile').click();
    await expect(form.heading).toHaveText('Edit profile');
    await hydrated(page);
    await form.firstName.fill('길동');
    await form.lastName.fill('  홍 ');
    await form.submit.click();

    await expect(page).toHaveURL(AccountPage.path);
    await expect(home.notice('Profile saved.')).toBeVisible();
    await expect(home.nameLink('홍길동')).toBeVisible();
    await expect(home.fact(account.username)).toBeVisible();
    await expect(home.fact(/^홍길동$/)).toBeVisible();
    await open(path);
    await expect(article.article.getByText('홍길동', { exact: true })).toBeVisible();
    await expect(article.article.getByText(account.username, { exact: true })).toHaveCount(0);
  });

  test('the notice of success is shown on one page only', async ({ page, open, hydrated, account }) => {
    const form = new UpdatePage(page);
    await open(UpdatePage.path);
    await form.firstName.fill('Anna');
    await form.submit.click();
    await expect(form.notice('Profile saved.')).toBeVisible();
    await hydrated(page);
    await form.articlesLink.click();

    await expect(form.heading).toHaveText('Articles');
    await expect(form.nameLink('Anna')).toBeVisible();
    await expect(form.notice('Profile saved.')).toHaveCount(0);
    await open(AccountPage.path);
    await expect(form.heading).toHaveText('Your account');
    await expect(form.notice('Profile saved.')).toHaveCount(0);
    await expect(page.getByText(account.username)).toBeVisible();
  });

  test('B7 an e-mail address is saved with its domain in lower case, without a password right after signing up', async ({
    page,
    open,
    hydrated,
    account,
  }) => {
    const [home, form] = [new AccountPage(page), new UpdatePage(page)];
    await open(UpdatePage.path);
    await expect(form.email).toHaveValue('');
    await form.email.fill('Anna.Kim@Example.COM');
    await form.submit.click();

    await expect(page).toHaveURL(AccountPage.path);
    await expect(home.fact(/^Anna\.Kim@example\.com$/)).toBeVisible();
    await expect(home.nameLink(account.username)).toBeVisible();
    await hydrated(page);
    await home.link('Edit profile').click();
    await expect(form.email).toHaveValue('Anna.Kim@example.com');
  });

  test('a refused form keeps all submitted values and changes nothing', async ({ page, open, guard, account }) => {
    guard.expects(422, /update$/);
    const [home, form] = [new AccountPage(page), new UpdatePage(page)];
    await open(UpdatePage.path);
    await form.email.fill('nonsense');
    await form.firstName.fill('길동');
    await form.lastName.fill('나'.repeat(151));
    await form.submit.click();

    await expect(form.email).toHaveAccessibleDescription(/Enter an e-mail address such as name@example\.com\.$/);
    await expect(form.email).toHaveAttribute('aria-invalid', 'true');
    await expect(form.email).toBeFocused();
    await expect(form.lastName).toHaveAccessibleDescription(/Use at most 150 characters; this has 151\.$/);
    await expect(form.firstName).not.toHaveAttribute('aria-invalid');
    await expect(form.email).toHaveValue('nonsense');
    await expect(form.firstName).toHaveValue('길동');
    await expect(form.lastName).toHaveValue('나'.repeat(151));
    await open(AccountPage.path);
    await expect(home.nameLink(account.username)).toBeVisible();
    await expect(home.fact(/^Not set · Add$/)).toHaveCount(2);
  });

  test('without names the user name is shown again', async ({ page, open, hydrated, account }) => {
    const form = new UpdatePage(page);
    await open(UpdatePage.path);
    await form.firstName.fill('Anna');
    await form.submit.click();
    await expect(form.nameLink('Anna')).toBeVisible();
    await hydrated(page);
    await open(UpdatePage.path);
    await form.firstName.fill('');
    await form.submit.click();

    await expect(page).toHaveURL(AccountPage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
  });
});

test('S10 the form has three fields with the names that password managers know', async ({ page, open, account }) => {
  const form = new UpdatePage(page);
  await open(UpdatePage.path);

  await expect(form.nameLink(account.username)).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(3);
  await expect(form.email).toHaveAttribute('autocomplete', 'email');
  await expect(form.firstName).toHaveAttribute('autocomplete', 'given-name');
  await expect(form.lastName).toHaveAttribute('autocomplete', 'family-name');
});

test('B66 other posted fields change nothing', async ({ page, context, open, account }) => {
  const lies = { is_superuser: 'true', is_staff: 'true', username: 'root', password: 'x', is_active: 'false' };
  const form = { email: '', first_name: 'Anna', last_name: '', ...lies };
  await context.request.post('/api/accounts/update', { form });
  const home = new AccountPage(page);
  await open(AccountPage.path);

  await expect(home.nameLink('Anna')).toBeVisible();
  await expect(home.fact(account.username)).toBeVisible();
});

test('S6 every page of an account asks a visitor to log in', async ({ page, open }) => {
  const pages = ['', 'update/', 'password/', 'password/done/', 'sessions/', 'activity/', 'delete/', 'reauthenticate/'];
  for (const path of pages.map((name) => `/accounts/${name}`)) {
    await open(path);
    await expect(page).toHaveURL(`/accounts/login/?next=${path}`);
  }
});

test('Cancel leads back, and nothing is changed', async ({ page, open, account }) => {
  const form = new UpdatePage(page);
  await open(UpdatePage.path);
  await form.firstName.fill('Somebody');
  await form.cancel.click();

  await expect(page).toHaveURL(AccountPage.path);
  await expect(form.nameLink(account.username)).toBeVisible();
});

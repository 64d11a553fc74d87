// A forgotten password, set again by what arrives at a real mail server over TLS (B69 to B75). A scanner opens every link first.
import { MAIL_SITE } from '../../fixtures/server.ts';
import { mailTo, signUpWithAddress } from '../../fixtures/mails.ts';
import { expect, inEveryState, test, type Page } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { PasswordResetDonePage, PasswordResetPage } from '../../pages/recovery.ts';
import { ResetPage } from '../../pages/staff.ts';

const NEW = 'a staple that nobody guesses';

test.use({ baseURL: MAIL_SITE });

/** Opens every link of a mail, as programs do that look for viruses. */
async function scan(page: Page, links: string[]) {
  for (const link of links) {
    await page.goto(link, { waitUntil: 'domcontentloaded' });
  }
}

inEveryState(() => {
  test('a forgotten password is set by the link of a mail, after a scanner has opened it', async ({
    page,
    context,
    open,
    hydrated,
    otherBrowser,
  }) => {
    const { username, email } = await signUpWithAddress(context, 'gerda');
    await context.clearCookies();
    const [login, ask, reset] = [new LoginPage(page), new PasswordResetPage(page), new ResetPage(page)];
    await open(LoginPage.path);
    await login.forgotten.click();
    await expect(page).toHaveURL(PasswordResetPage.path);
    await hydrated(page);
    await ask.send(email.toUpperCase());
    await expect(page).toHaveURL(PasswordResetDonePage.path);
    await expect(ask.heading).toHaveText('Check your mail');
    await hydrated(page);

    const mail = await mailTo(email, `New password for ${username}`);
    expect(mail.links.every((link) => link.startsWith(`${MAIL_SITE}/`))).toBe(true);
    const scanner = await otherBrowser();
    await scan(scanner, mail.links);

    await open(mail.link);
    await expect(page).toHaveURL(ResetPage.path);
    await reset.send(NEW);
    await expect(page).toHaveURL(ResetPage.done);
    await open(LoginPage.path);
    await login.send(username, NEW);
    await expect(login.nameLink(username)).toBeVisible();
  });

  test('the code of a mail is typed where it was asked for', async ({ page, context, open, hydrated, guard }) => {
    guard.expects(422, /code$/);
    const { username, email } = await signUpWithAddress(context, 'hugo');
    await context.clearCookies();
    const [ask, done, reset] = [new PasswordResetPage(page), new PasswordResetDonePage(page), new ResetPage(page)];
    await open(PasswordResetPage.path);
    await ask.send(email);
    await expect(page).toHaveURL(PasswordResetDonePage.path);
    await hydrated(page);
    const { code } = await mailTo(email, `New password for ${username}`);
    await done.send(email, '00000000');
    await expect(done.code).toHaveAccessibleDescription(/That code does not work\./);
    await hydrated(page);
    await done.send(email, code);
    await expect(page).toHaveURL(ResetPage.path);
    await expect(page.getByRole('main')).toContainText(`New password for ${username}.`);
    await hydrated(page);
    await reset.send(NEW);
    await expect(page).toHaveURL(ResetPage.done);
  });
});

test('a mail reads well in both colour schemes, and loads nothing', { tag: '@hydrated' }, async ({ page, context, axe }) => {
  const { email, username } = await signUpWithAddress(context, 'ida');
  await context.request.post('/api/accounts/password-reset', { form: { email } });
  const { html } = await mailTo(email, `New password for ${username}`);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.setContent(html);
  await axe(page);
  expect(asked).toEqual([]);
});

test('the pages of a recovery are accessible', { tag: '@hydrated' }, async ({ open, page, axe }) => {
  const addresses = ['email/confirm/', 'email/done/', 'secure/', 'secure/done/'].map((path) => `/accounts/${path}`);
  for (const path of [PasswordResetPage.path, PasswordResetDonePage.path, ...addresses]) {
    await open(path);
    await axe(page);
  }
});

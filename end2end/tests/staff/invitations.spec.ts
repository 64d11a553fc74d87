// Accounts that are offered by mail: staff sends the invitation, a real mail server gets it, a scanner opens it first, and who it is for
// accepts it.
import type { BrowserContext } from '@playwright/test';
import { INVITATION_SITE } from '../../fixtures/server.ts';
import { mailTo } from '../../fixtures/mails.ts';
import { PASSWORD, freshName, makeGroup, signUpWith } from '../../fixtures/users.ts';
import { expect, inEveryState, overflow, test } from '../../fixtures/test.ts';
import { AcceptPage, InvitationsPage, InvitePage, UsersPage } from '../../pages/staff.ts';

test.use({ baseURL: INVITATION_SITE });

/** Invites an address as a new superuser; gives the mail. */
async function invite(context: BrowserContext, email: string, rights: Record<string, string> = {}) {
  const { username } = await signUpWith(context, ['--superuser'], INVITATION_SITE);
  const answer = await context.request.post('/api/staff/invitations/create', { form: { email, ...rights }, maxRedirects: 0 });
  expect(answer.headers()['location']).toBe(InvitationsPage.path);
  return mailTo(email, `${username} invites you to Latchkey`);
}

inEveryState(() => {
  test('staff invites an address with rights, and withdraws it', async ({ page, context, open, hydrated }) => {
    const { username } = await signUpWith(context, ['--superuser'], INVITATION_SITE);
    const [list, form] = [new InvitationsPage(page), new InvitePage(page)];
    const [group, email] = [makeGroup(['articles.view_article'], INVITATION_SITE), `${freshName('mia')}@example.com`];
    await open(UsersPage.path);
    await list.part('Invitations').click();
    await expect(page).toHaveURL(InvitationsPage.path);
    await hydrated(page);
    await list.part('Invite someone').click();
    await expect(page).toHaveURL(InvitePage.path);
    await hydrated(page);
    await form.email.fill(email);
    await form.staff.check();
    await form.group(group).check();
    await form.permission('view users').check();
    await form.submit.click();
    await expect(list.notice('The invitation is on its way by mail.')).toBeVisible();
    await expect(list.row(email)).toContainText('Waiting');
    await hydrated(page);
    const mail = await mailTo(email, `${username} invites you to Latchkey`);
    expect(mail.links.every((link) => link.startsWith(`${INVITATION_SITE}/`))).toBe(true);
    expect(mail.code).toBe('');

    await list.part(email).click();
    await expect(list.heading).toHaveText(email);
    for (const given of ['yes', group, 'view users']) {
      await expect(page.getByRole('definition').filter({ hasText: given })).toBeVisible();
    }
    await hydrated(page);
    await list.button('Withdraw').click();
    await expect(list.notice('Invitation withdrawn.')).toBeVisible();
    await hydrated(page);
    await open(mail.link);
    await expect(page, 'no address has the token').toHaveURL(AcceptPage.path);
    await expect(page.getByRole('main')).toContainText('You are logged in');
    await context.clearCookies();
    await open(mail.link);
    await expect(page.getByRole('main')).toContainText('opens no invitation');
  });

  test('who is invited accepts after a scanner has opened the link, is logged in and has the rights', async ({
    page,
    open,
    hydrated,
    guard,
    otherBrowser,
  }) => {
    guard.expects(422, /invitation$/);
    const staff = (await otherBrowser({ baseURL: INVITATION_SITE })).context();
    const [accept, username] = [new AcceptPage(page), freshName('nora')];
    const email = `${username}@example.com`;
    const mail = await invite(staff, email, { is_staff: 'on', 'permission_accounts.view_user': 'on' });
    const scanner = await otherBrowser();
    for (const link of mail.links) {
      await scanner.goto(link, { waitUntil: 'domcontentloaded' });
    }
    await open(mail.link);
    await expect(page, 'no address has the token').toHaveURL(AcceptPage.path);
    await expect(page.getByRole('definition').filter({ hasText: email })).toBeVisible();
    await accept.send(username, PASSWORD, 'something else');
    await expect(accept.confirmation).toHaveAttribute('aria-invalid', 'true');
    await expect(accept.username).toHaveValue(username);
    await hydrated(page);
    await accept.send(username, PASSWORD);
    await expect(accept.nameLink(username)).toBeVisible();
    await expect(accept.staffLink).toBeVisible();
    await hydrated(page);
    await open(UsersPage.path);
    await expect(accept.heading).toHaveText('Users');
  });
});

test('the pages of invitations are accessible, and fit a narrow window', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
  axe,
  guard,
  otherBrowser,
}) => {
  guard.expects(422, /create$/);
  const email = `${freshName('a-long-address-that-has-to-break')}@a-long-name.of-a-domain.example.com`;
  const mail = await invite(context, email, { is_staff: 'on' });
  const [list, form] = [new InvitationsPage(page), new InvitePage(page)];
  await page.setViewportSize({ width: 320, height: 640 });
  await open(InvitationsPage.path);
  await axe(page);
  expect(await overflow(page)).toBe(0);
  await list.part(email).click();
  await expect(list.heading).toHaveText(email);
  await axe(page);
  expect(await overflow(page)).toBe(0);
  await open(InvitePage.path);
  await form.email.fill(email);
  await form.submit.click();
  await expect(form.email).toHaveAttribute('aria-invalid', 'true');
  await axe(page);
  expect(await overflow(page)).toBe(0);
  const other = await otherBrowser({ baseURL: INVITATION_SITE, viewport: { width: 320, height: 640 } });
  await open(mail.link, other);
  await axe(other);
  expect(await overflow(other)).toBe(0);
});

// The pages of a user's own account, below /accounts/.
import type { Locator, Page } from '@playwright/test';
import { Site } from './site.ts';

/** The start page of the account. */
export class AccountPage extends Site {
  static readonly path = '/accounts/';

  /** A fact of the account by its text. */
  fact(text: string | RegExp) {
    return this.page.getByRole('definition').filter({ hasText: text });
  }

  /** Says that the address gets no mail any longer. */
  get cameBack() {
    return this.page.getByText('Mail to your e-mail address came back');
  }

  get sendAgain() {
    return this.page.getByRole('button', { name: 'Send the mail again' });
  }

  link(name: 'Edit profile' | 'See sessions' | 'Change password' | 'All recent activity' | 'Delete account') {
    return this.page.getByRole('main').getByRole('link', { name });
  }
}

export class UpdatePage extends Site {
  static readonly path = '/accounts/update/';

  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get firstName() {
    return this.page.getByLabel('Given name');
  }

  get lastName() {
    return this.page.getByLabel('Family name');
  }

  get submit() {
    return this.page.getByRole('button', { name: 'Save' });
  }

  get cancel() {
    return this.page.getByRole('main').getByRole('link', { name: 'Cancel' });
  }
}

export class PasswordPage extends Site {
  static readonly path = '/accounts/password/';
  static readonly done = '/accounts/password/done/';

  get old() {
    return this.page.getByLabel('Old password');
  }

  get password() {
    return this.page.getByLabel('New password', { exact: true });
  }

  get confirmation() {
    return this.page.getByLabel('New password again');
  }

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: 'Change password' });
  }

  /** The sessions that the change will end. */
  get ending() {
    return this.page.getByRole('region', { name: 'Sessions that will end' });
  }

  async send(old: string, password: string, confirmation = password) {
    await this.old.fill(old);
    await this.password.fill(password);
    await this.confirmation.fill(confirmation);
    await this.submit.click();
  }
}

export class SessionsPage extends Site {
  static readonly path = '/accounts/sessions/';

  get items() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  /** The current session. */
  get own() {
    return this.items.filter({ hasText: 'This device' });
  }

  get endOwn() {
    return this.own.getByRole('button', { name: 'Log out' });
  }

  end(device: string) {
    return this.page.getByRole('button', { name: `End the session of ${device}` });
  }

  get endOthers() {
    return this.page.getByRole('button', { name: 'End all other sessions' });
  }

  get logOutEverywhere() {
    return this.page.getByRole('button', { name: 'Log out everywhere' });
  }
}

export class ActivityPage extends Site {
  static readonly path = '/accounts/activity/';

  get entries() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  entry(text: string) {
    return this.entries.filter({ hasText: text });
  }
}

export class DeletePage extends Site {
  static readonly path = '/accounts/delete/';
  static readonly goodbye = '/accounts/goodbye/';

  /** What will be deleted. */
  get deleted() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  get keep() {
    return this.page.getByRole('radio', { name: /^Keep my / });
  }

  get erase() {
    return this.page.getByRole('radio', { name: /^Erase my / });
  }

  reason(label: string) {
    return this.page.getByRole('checkbox', { name: label });
  }

  get comment() {
    return this.page.getByLabel('In your own words (optional)');
  }

  get password() {
    return this.page.getByLabel('Password', { exact: true });
  }

  get submit() {
    return this.page.getByRole('button', { name: 'Delete my account' });
  }

  get stay() {
    return this.page.getByRole('main').getByRole('link', { name: 'Cancel' });
  }

  async send(password: string) {
    await this.password.fill(password);
    await this.submit.click();
  }
}

/** The prompt for the password: a dialog or a page. */
export interface Prompt {
  title: Locator;
  password: Locator;
  cancel: Locator;
  send: (password: string) => Promise<void>;
}

const TITLE = 'Confirm it is you';

/** The prompt on a hydrated page. */
export class StepUpDialog implements Prompt {
  readonly dialog: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: TITLE });
  }

  get title() {
    return this.dialog.getByRole('heading', { name: TITLE });
  }

  get password() {
    return this.dialog.getByLabel('Password');
  }

  get cancel() {
    return this.dialog.getByRole('button', { name: 'Cancel' });
  }

  async send(password: string) {
    await this.password.fill(password);
    await this.dialog.getByRole('button', { name: 'Continue' }).click();
  }
}

/** The prompt without hydration. */
export class ReauthenticatePage extends Site implements Prompt {
  static readonly path = '/accounts/reauthenticate/';

  get title() {
    return this.page.getByRole('heading', { level: 1, name: TITLE });
  }

  get password() {
    return this.page.getByLabel('Password');
  }

  get cancel() {
    return this.page.getByRole('main').getByRole('link', { name: 'Cancel' });
  }

  async send(password: string) {
    await this.password.fill(password);
    await this.page.getByRole('button', { name: 'Continue' }).click();
  }
}

export function promptOf(page: Page, isHydrated: boolean): Prompt {
  return isHydrated ? new StepUpDialog(page) : new ReauthenticatePage(page);
}

// The parts of every page: header, skip link, notices, headings.
import type { Page } from '@playwright/test';

export class Site {
  constructor(readonly page: Page) {}

  private get header() {
    return this.page.getByRole('banner');
  }

  get brand() {
    return this.header.getByRole('link', { name: 'Latchkey' });
  }

  get articlesLink() {
    return this.header.getByRole('link', { name: 'Articles', exact: true });
  }

  get writeLink() {
    return this.header.getByRole('link', { name: 'Write', exact: true });
  }

  get staffLink() {
    return this.header.getByRole('link', { name: 'Staff', exact: true });
  }

  get logInLink() {
    return this.header.getByRole('link', { name: 'Log in' });
  }

  get signUpLink() {
    return this.header.getByRole('link', { name: 'Sign up' });
  }

  get logOutButton() {
    return this.header.getByRole('button', { name: 'Log out' });
  }

  /** Opens the menu of a logged-in user. */
  get menuButton() {
    return this.header.getByRole('button', { name: 'Account menu' });
  }

  async logOut() {
    await this.menuButton.click();
    await this.logOutButton.click();
  }

  nameLink(name: string) {
    return this.header.getByRole('link', { name, exact: true });
  }

  get skipLink() {
    return this.page.getByRole('link', { name: 'Skip to content' });
  }

  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The error of a form as a whole. */
  get alert() {
    return this.page.getByRole('main').getByRole('alert');
  }

  /** A password rule below a new password. */
  rule(text: string) {
    return this.page.getByRole('main').getByRole('listitem').filter({ hasText: new RegExp(`^${text}`) });
  }

  /** The button that shows a password. */
  show(label: string) {
    return this.page.getByRole('main').getByRole('button', { name: `Show ${label}`, exact: true });
  }

  hide(label: string) {
    return this.page.getByRole('main').getByRole('button', { name: `Hide ${label}`, exact: true });
  }

  get capsLock() {
    return this.page.getByRole('status').filter({ hasText: 'Caps Lock is on.' });
  }

  /** The notice of success on the next page. */
  notice(text: string) {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  get connectionNotice() {
    return this.page.getByRole('status').filter({ hasText: 'No connection' });
  }

  /** Hidden from assistive technology, so it cannot be found by a role. */
  get progressLine() {
    return this.page.locator('.progress');
  }
}

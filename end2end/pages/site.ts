// What stands on every page: header, skip link, notices, headings.
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

  nameLink(name: string) {
    return this.header.getByRole('link', { name, exact: true });
  }

  get skipLink() {
    return this.page.getByRole('link', { name: 'Skip to content' });
  }

  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What a form says about itself as a whole. */
  get alert() {
    return this.page.getByRole('main').getByRole('alert');
  }

  /** One line of the help under a new password. */
  rule(text: string) {
    return this.page.getByRole('main').getByRole('listitem').filter({ hasText: new RegExp(`^${text}`) });
  }

  /** The button that makes a password readable. */
  show(label: string) {
    return this.page.getByRole('main').getByRole('button', { name: `Show ${label}`, exact: true });
  }

  hide(label: string) {
    return this.page.getByRole('main').getByRole('button', { name: `Hide ${label}`, exact: true });
  }

  get capsLock() {
    return this.page.getByRole('status').filter({ hasText: 'Caps Lock is on.' });
  }

  /** Says on the next page what was done. */
  notice(text: string) {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  get connectionNotice() {
    return this.page.getByRole('status').filter({ hasText: 'No connection' });
  }

  /** For eyes only (hidden from assistive technology), so it has no role to be found by. */
  get progressLine() {
    return this.page.locator('.progress');
  }
}

// What a page shows about its session: a dialog that covers the page, or a notice at its foot.
import type { Page } from '@playwright/test';

export class SessionGuard {
  constructor(readonly page: Page) {}

  /** Covers the page until the server has confirmed whose session it is. */
  get checking() {
    return this.page.getByRole('dialog', { name: 'One moment' });
  }

  /** Covers a page with unsent text after its session has ended. */
  get ended() {
    return this.page.getByRole('dialog', { name: 'Your session has ended' });
  }

  get logIn() {
    return this.ended.getByRole('button', { name: 'Log in' });
  }

  get discard() {
    return this.ended.getByRole('button', { name: 'Discard my text' });
  }

  /** The warning that the session is about to end. */
  get ending() {
    return this.page.getByRole('alert', { name: 'Session' });
  }

  get stay() {
    return this.ending.getByRole('button', { name: 'Stay logged in', exact: true });
  }

  get stayByPassword() {
    return this.ending.getByRole('button', { name: 'Enter your password to stay logged in' });
  }

  /** The seconds that the warning shows, if it is shown. */
  async secondsLeft() {
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec((await this.ending.allTextContents()).join()) ?? [];
    return minutes === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
  }

  /** The notice on a visitor's page after a login in another tab. */
  get outdated() {
    return this.page.getByRole('status', { name: 'Session' });
  }

  get resume() {
    return this.outdated.getByRole('button', { name: 'Reload the page' });
  }

  /** The notice on the page of a user who may do more or less than it shows. */
  get otherRights() {
    return this.page.getByRole('status', { name: 'Session' }).filter({ hasText: 'What you can do on this site has changed.' });
  }

  /** The notice on the page that the end of a session leads to. */
  get over() {
    return this.page.getByRole('status').filter({ hasText: 'You have been logged out.' });
  }
}

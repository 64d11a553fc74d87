// What a page says of the session behind it: over the page when it is not to be seen, at its foot otherwise.
import type { Page } from '@playwright/test';

export class SessionGuard {
  constructor(readonly page: Page) {}

  /** Stands over the page until the server has said whose session it is. */
  get checking() {
    return this.page.getByRole('dialog', { name: 'One moment' });
  }

  /** Stands over a page in which somebody was writing when the session ended. */
  get ended() {
    return this.page.getByRole('dialog', { name: 'Your session has ended' });
  }

  get logIn() {
    return this.ended.getByRole('button', { name: 'Log in' });
  }

  get drop() {
    return this.ended.getByRole('button', { name: 'Discard my text' });
  }

  /** Says that the session is about to end. */
  get ending() {
    return this.page.getByRole('alert', { name: 'Session' });
  }

  get stay() {
    return this.ending.getByRole('button', { name: 'Stay logged in' });
  }

  get stayByPassword() {
    return this.ending.getByRole('button', { name: 'Enter your password to stay logged in' });
  }

  /** The seconds that are shown as left; nothing when none are shown. */
  async secondsLeft() {
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec((await this.ending.allTextContents()).join()) ?? [];
    return minutes === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
  }

  /** On a visitor's page, when somebody has logged in in another tab. */
  get outdated() {
    return this.page.getByRole('status', { name: 'Session' });
  }

  get goOn() {
    return this.outdated.getByRole('button', { name: 'Continue logged in' });
  }

  /** On the page that a session's end leads to. */
  get over() {
    return this.page.getByRole('status').filter({ hasText: 'Your session has ended, so you are logged out.' });
  }
}

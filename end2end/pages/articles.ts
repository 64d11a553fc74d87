// The pages below /articles/.
import type { Locator } from '@playwright/test';
import { Site } from './site.ts';

export class ArticleList extends Site {
  static readonly path: string = '/articles/';

  get items() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  article(title: string) {
    return this.page.getByRole('main').getByRole('link', { name: title, exact: true });
  }

  get search() {
    return this.page.getByRole('searchbox', { name: 'Search articles' });
  }

  get write() {
    return this.page.getByRole('main').getByRole('link', { name: 'Write an article' });
  }

  get older() {
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Older' });
  }

  get newer() {
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Newer' });
  }
}

export class ArticlePage extends Site {
  get article() {
    return this.page.getByRole('article');
  }

  get paragraphs() {
    return this.article.getByRole('paragraph');
  }

  get copyLink() {
    return this.article.getByRole('link', { name: /^(Copy link|Link copied)$/ });
  }

  get edit() {
    return this.article.getByRole('link', { name: 'Edit' });
  }

  get delete() {
    return this.article.getByRole('link', { name: 'Delete' });
  }

  /** The links to other articles, under this one. */
  get more() {
    return this.page.getByRole('navigation', { name: 'More articles' });
  }
}

/** The viewer's own articles. */
export class MyArticles extends ArticleList {
  static override readonly path: string = '/articles/mine/';

  get drafts() {
    return this.page.getByRole('navigation', { name: 'Which articles' }).getByRole('link', { name: 'Drafts' });
  }
}

export interface Draft {
  offer: Locator;
  resume: Locator;
  discard: Locator;
}

/** The form for a new article and for a change. */
export class ArticleEditor extends Site {
  static readonly path = '/articles/create/';

  get title() {
    return this.page.getByLabel('Title');
  }

  get text() {
    return this.page.getByLabel('Text');
  }

  get visibility() {
    return this.page.getByLabel('Who can read it');
  }

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: /^(Publish|Save|Save draft)$/ });
  }

  get cancel() {
    return this.page.getByRole('link', { name: 'Cancel' });
  }

  get previewButton() {
    return this.page.getByRole('button', { name: /^(Preview|Write)$/ });
  }

  get preview() {
    return this.page.getByRole('region', { name: 'Preview' });
  }

  /** A button that puts marks into the text. */
  tool(name: string) {
    return this.page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name });
  }

  /** The newer version, in an edit conflict. */
  get savedVersion() {
    return this.page.getByRole('region', { name: 'The saved version' });
  }

  /** The offers of drafts above the fields. */
  get drafts() {
    return this.page.getByRole('region', { name: 'Draft', exact: true });
  }

  /** A draft by a text in it. */
  draft(text: string): Draft {
    const offer = this.drafts.filter({ hasText: text });
    return {
      offer,
      resume: offer.getByRole('button', { name: 'Continue' }),
      discard: offer.getByRole('button', { name: 'Discard' }),
    };
  }

  /** The message that a draft was saved. */
  get kept() {
    return this.page.getByText(/^Draft saved \d/);
  }

  counter(text: string) {
    return this.page.getByText(text, { exact: true });
  }

  /** Fills in the form and waits until it is saved as a draft. */
  async write(title: string, text: string) {
    await this.title.fill(title);
    await this.text.fill(text);
    await this.kept.waitFor();
  }

  async send(title: string, text: string) {
    await this.title.fill(title);
    await this.text.fill(text);
    await this.submit.click();
  }
}

export class DeletePage extends Site {
  get submit() {
    return this.page.getByRole('button', { name: 'Delete' });
  }

  get cancel() {
    return this.page.getByRole('link', { name: 'Cancel' });
  }
}

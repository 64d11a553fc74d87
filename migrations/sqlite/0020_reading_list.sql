-- Articles that users have saved to read later.
CREATE TABLE reading_list (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    added INTEGER NOT NULL,
    PRIMARY KEY (user_id, article_id)
) STRICT, WITHOUT ROWID;

-- For the deletion of an article.
CREATE INDEX reading_list_article_id ON reading_list (article_id);

-- An article may be written before anybody else is to read it.
ALTER TABLE articles ADD COLUMN is_published BOOLEAN NOT NULL DEFAULT TRUE;

-- For the list that everybody sees.
CREATE INDEX articles_published ON articles (id) WHERE is_published = TRUE;

-- For the few that only their author sees, and in place of the index by author, or those few would be looked for among all that
-- the author wrote.
DROP INDEX articles_author_id;
CREATE INDEX articles_of_author ON articles (author_id, is_published, id);

-- For those who see all that are unpublished. Every version is above 0; only their query says so, or this index could be taken
-- for the one before and everybody's drafts be read to find a few of one author.
CREATE INDEX articles_drafts ON articles (id) WHERE is_published = FALSE AND version > 0;

-- The words of published articles, for the search: as the program takes a text apart, and their index. Drafts have none.
CREATE TABLE article_words (
    id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    words TEXT NOT NULL
);

-- The words are separated by spaces; which of them stand in an article is all that is asked. No extension is needed.
CREATE INDEX article_search ON article_words USING gin (array_to_tsvector(string_to_array(words, ' ')));

-- Another program may hide an article without a word to the search.
CREATE FUNCTION forget_article_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM article_words WHERE id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER article_unsearchable AFTER UPDATE OF is_published ON articles
    FOR EACH ROW WHEN (NOT NEW.is_published) EXECUTE FUNCTION forget_article_words();

-- Visitors see what is found.
CREATE CONSTRAINT TRIGGER public_words_changed AFTER INSERT OR UPDATE OR DELETE ON article_words DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION move_public_pages();
CREATE TRIGGER public_words_emptied AFTER TRUNCATE ON article_words FOR EACH STATEMENT EXECUTE FUNCTION move_public_pages();

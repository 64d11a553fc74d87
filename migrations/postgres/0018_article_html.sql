-- The HTML of an article, made from its text when it is saved, and the number of the rules that have made it. With another number the
-- HTML is made anew: for each reader at first, and in the table after the next start.
ALTER TABLE articles ADD COLUMN content_html TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN html_rules BIGINT NOT NULL DEFAULT 0;
CREATE INDEX articles_html_rules ON articles (html_rules, id);

-- Another program that changes a text does not make its HTML.
CREATE FUNCTION note_article_html_outdated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.html_rules := 0;
    RETURN NEW;
END
$$;
CREATE TRIGGER article_html_outdated BEFORE UPDATE OF content ON articles
    FOR EACH ROW WHEN (NEW.content <> OLD.content AND NEW.content_html = OLD.content_html)
    EXECUTE FUNCTION note_article_html_outdated();

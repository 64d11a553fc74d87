-- The HTML of an article, made from its text when it is saved, and the number of the rules that have made it. With another number the
-- HTML is made anew: for each reader at first, and in the table after the next start.
ALTER TABLE articles ADD COLUMN content_html TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN html_rules INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_html_rules ON articles (html_rules, id);

-- Another program that changes a text does not make its HTML.
CREATE TRIGGER article_html_outdated AFTER UPDATE OF content ON articles
    WHEN NEW.content <> OLD.content AND NEW.content_html = OLD.content_html AND NEW.html_rules <> 0
    BEGIN UPDATE articles SET html_rules = 0 WHERE id = NEW.id; END;

//! What `latchkey seed` writes: a small magazine in two languages, the same at every run. Its texts are in `magazine/`.

use super::{made::Made, markdown::Rules, valid_article::ValidArticle};

pub const TEXTS: [&str; 12] = [
    include_str!("magazine/writing.md"),
    include_str!("magazine/maps.md"),
    include_str!("magazine/bell.md"),
    include_str!("magazine/locksmith.md"),
    include_str!("magazine/tea.md"),
    include_str!("magazine/alley.md"),
    include_str!("magazine/library.md"),
    include_str!("magazine/afternoon.md"),
    include_str!("magazine/errors.md"),
    include_str!("magazine/glossary.md"),
    include_str!("magazine/clock.md"),
    include_str!("magazine/sea.md"),
];

/// A text that is sown again and again, with what is made of it.
pub struct Seed {
    pub article: ValidArticle,
    pub made: Made,
}

/// Each text once; all work on them is done here.
pub fn texts(rules: Rules) -> Vec<Seed> {
    let seed = |text: &&str| {
        let (title, content) = text.split_once("\n\n").unwrap_or((text, ""));
        let title = title.trim_start_matches("# ").to_owned();
        let article = ValidArticle { title, content: content.trim().to_owned(), is_published: true };
        Seed { made: Made::of(&article, rules), article }
    };
    TEXTS.iter().map(seed).collect()
}

/// The title in this round: from the second on with its number, so that all differ.
pub fn title(seed: &Seed, round: usize) -> String {
    if round == 0 { seed.article.title.clone() } else { format!("{} ({})", seed.article.title, round + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::forms::ArticleForm;

    #[test]
    fn every_text_could_have_been_posted() {
        for Seed { article, made } in texts(Rules::default()) {
            let form =
                ArticleForm { title: article.title.clone(), content: article.content.clone(), ..Default::default() };
            assert_eq!(form.validate(true).unwrap(), article);
            assert!(
                made.html.contains("<p") && !made.excerpt.contains(['*', '#', '|']),
                "{}: {}",
                article.title,
                made.excerpt
            );
        }
    }
}

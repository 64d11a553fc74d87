//! Texts for `latchkey seed`: varied enough to look at, and the same at every run.

use super::valid_article::ValidArticle;

const TITLES: [&str; 8] = [
    "Notes from the reading room",
    "What the locksmith taught me",
    "어느 조용한 오후의 기록",
    "A short history of the bicycle bell",
    "Three ways to brew tea badly",
    "Why our town kept its clock ten minutes slow",
    "바다를 처음 본 날",
    "On writing things down",
];

const PARAGRAPHS: [&str; 5] = [
    "The door had three locks and only one of them worked. We kept the other two because they looked serious, and because nobody remembered which key belonged to which.",
    "비가 그친 뒤의 골목은 늘 조금 더 넓어 보인다. 우산을 접고 천천히 걸으면 평소에는 듣지 못하던 소리가 들린다.",
    "Every list begins as a promise. By the third line it is a habit, and by the tenth it is a description of the person who wrote it.",
    "There is a particular silence in a library ten minutes before closing: pages turn faster, and chairs are moved with more care than at any other time of the day.",
    "She said that a good explanation leaves you feeling you had known it all along. I have been suspicious of difficult books ever since.",
];

/// The text of the article with that number.
pub fn seed_text(number: u32) -> ValidArticle {
    let pick = |offset: u32, of: usize| ((number.wrapping_mul(7).wrapping_add(offset * 3)) as usize) % of;
    let count = 2 + pick(1, 4) as u32;
    let content: Vec<&str> = (0..count).map(|index| PARAGRAPHS[pick(index, PARAGRAPHS.len())]).collect();
    ValidArticle {
        title: format!("{} ({})", TITLES[number as usize % TITLES.len()], number + 1),
        content: content.join("\n\n"),
        is_published: true,
    }
}

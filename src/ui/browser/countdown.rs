//! How long to wait for another try, second by second. Read aloud once, not every second.

use std::{cell::RefCell, rc::Rc};

use web_sys::Element;

use super::{dom::make, listen::every_second, page::clock, post::Wait};
use crate::shared::duration;

/// A paragraph that counts down.
pub fn paragraph(wait: &Wait) -> Option<Element> {
    let paragraph = make("p")?;
    _ = paragraph.set_attribute("aria-live", "off");
    begin(&paragraph, wait);
    Some(paragraph)
}

/// Begins to count in a paragraph that the server has rendered.
pub fn start(paragraph: &Element) {
    let says = |name: &str| paragraph.get_attribute(name);
    let wait = || {
        let seconds = says("data-countdown")?.parse().ok()?;
        Some(Wait { seconds, sentence: says("data-sentence")?, over: says("data-over")? })
    };
    wait().inspect(|wait| begin(paragraph, wait));
}

/// By the clock, so that it is right after the device has slept, too.
fn begin(paragraph: &Element, wait: &Wait) {
    let (paragraph, sentence, over) = (paragraph.clone(), wait.sentence.clone(), wait.over.clone());
    paragraph.set_text_content(Some(&said(&sentence, wait.seconds)));
    let end = clock() + f64::from(wait.seconds) * 1_000.0;
    let timer = Rc::new(RefCell::new(None::<super::listen::Timer>));
    let own = timer.clone();
    let tick = move || {
        let left = ((end - clock()) / 1_000.0).ceil().max(0.0) as u32;
        let text = if left == 0 { over.clone() } else { said(&sentence, left) };
        paragraph.set_text_content(Some(&text));
        if left == 0 || !paragraph.is_connected() {
            own.borrow().iter().for_each(|timer| timer.stop());
        }
    };
    timer.replace(every_second(tick));
}

/// The sentence with the time that is left instead of its `{}`.
fn said(sentence: &str, seconds: u32) -> String {
    match sentence.split_once('{') {
        Some((before, after)) => [before, &duration(seconds), after.trim_start_matches('}')].concat(),
        None => sentence.to_owned(),
    }
}

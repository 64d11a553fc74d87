//! The colours of a site whose operator has chosen one: all that the style sheet's tokens have of its own green is made from it, for both
//! schemes, and stands in a style element of every document. The policy lets this one element in, by its hash.

use std::fmt::Write as _;

use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

use crate::shared::{Colour, DAY_TINT, NIGHT_TINT, SiteInfo};

/// The header of a site without a colour of its own: by day, by night.
const BAND: [Colour; 2] = [Colour([0x0e, 0x3b, 0x2e]), Colour([0x0e, 0x22, 0x1b])];

/// The links in the header, and their contrast with it at least.
const ON_BAND: (Colour, f64) = (Colour([0xcb, 0xda, 0xd2]), 7.5);

/// What a document shows of the colours.
pub struct Colours {
    /// The content of the style element; none when the style sheet has the colours already.
    pub css: Option<String>,
    /// Of the header, by day and by night: a browser shows it around the page.
    pub band: [Colour; 2],
}

/// A token of the style sheet, with its colours by day and by night.
type Token = (&'static str, Colour, Colour);

impl Colours {
    pub fn of(site: &SiteInfo) -> Self {
        if site.accent.is_none() && site.accent_dark.is_none() {
            return Self { css: None, band: BAND };
        }
        // One of the two is enough; the other is made from it.
        let night = site.accent_dark.or(site.accent).unwrap_or(Colour::WHITE).for_night();
        let day = site.accent.or(site.accent_dark).unwrap_or(Colour::BLACK).for_day();
        let tokens = tokens(day, night);
        let band = tokens.iter().find(|(name, ..)| *name == "band").map_or(BAND, |(_, day, night)| [*day, *night]);
        let mut css = String::from(":root{");
        for (name, day, night) in tokens {
            _ = write!(css, "--{name}:light-dark({day},{night});");
        }
        css.push('}');
        Self { css: Some(css), band }
    }

    /// What the policy calls the style element.
    pub fn hash(&self) -> Option<String> {
        let css = self.css.as_ref()?;
        Some(format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(css))))
    }
}

fn tokens(day: Colour, night: Colour) -> [Token; 8] {
    let (white, black, dark) = (Colour::WHITE, Colour::BLACK, Colour::NIGHT);
    let (links, contrast) = ON_BAND;
    let mut shades = (0..=20).map(|twentieth| day.mixed(black, f64::from(twentieth) / 20.0));
    let band = shades.find(|shade| shade.contrast(links) >= contrast).unwrap_or(black);
    [
        ("ground", white.mixed(day, 0.04), dark.mixed(night, 0.03)),
        ("surface", white, dark.mixed(night, 0.09)),
        ("tint", white.mixed(day, DAY_TINT), dark.mixed(night, NIGHT_TINT)),
        ("line", white.mixed(day, 0.16), dark.mixed(night, 0.23)),
        ("accent", day, night),
        ("accent-strong", day.mixed(black, 0.25), night.mixed(white, 0.4)),
        ("on-accent", white, dark),
        ("band", band, dark.mixed(night, 0.1)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text of the style sheet, which every accent stands beside: ink, the softer ink, and the edge of fields.
    const INK: [(&str, &str, f64); 3] =
        [("#10241c", "#e5ede9", 4.5), ("#4b5f56", "#a4b5ad", 4.5), ("#71827a", "#6f837a", 3.0)];

    #[test]
    fn every_accent_gives_pages_that_can_be_read_by_day_and_by_night() {
        let steps = [0_u8, 0x33, 0x66, 0x99, 0xcc, 0xff];
        for (r, g, b) in steps.iter().flat_map(|r| steps.iter().flat_map(move |g| steps.map(|b| (*r, *g, b)))) {
            let colour = Colour([r, g, b]);
            let tokens = tokens(colour.for_day(), colour.for_night());
            let token = |wanted: &str, scheme: usize| {
                let (_, day, night) = tokens.iter().find(|(name, ..)| *name == wanted).unwrap();
                [*day, *night][scheme]
            };
            for scheme in [0, 1] {
                for paper in ["ground", "surface", "tint"] {
                    let contrast = token("accent", scheme).contrast(token(paper, scheme));
                    assert!(contrast >= 4.5, "{colour} on {paper}, {scheme}: {contrast}");
                    for (by_day, by_night, least) in INK {
                        let ink = Colour::read([by_day, by_night][scheme]).unwrap();
                        // A field stands on a surface.
                        let is_shown = least > 4.0 || paper == "surface";
                        let contrast = ink.contrast(token(paper, scheme));
                        assert!(!is_shown || contrast >= least, "{ink} on {paper} of {colour}: {contrast}");
                    }
                }
                for (text, under) in [("on-accent", "accent"), ("on-accent", "accent-strong")] {
                    let contrast = token(text, scheme).contrast(token(under, scheme));
                    assert!(contrast >= 4.5, "{text} of {colour}, {scheme}: {contrast}");
                }
                assert!(token("band", scheme).contrast(ON_BAND.0) >= 7.0, "{colour}");
            }
        }
    }

    #[test]
    fn a_site_without_a_colour_has_no_style_element_and_the_other_scheme_is_made_from_the_one_that_is_set() {
        assert!(Colours::of(&SiteInfo::default()).css.is_none() && Colours::of(&SiteInfo::default()).hash().is_none());
        let navy = Colour::read("#1d3a8a");
        let colours = Colours::of(&SiteInfo { accent: navy, ..SiteInfo::default() });
        let css = colours.css.clone().unwrap();
        assert!(
            css.contains("--accent:light-dark(#1d3a8a,") && !css.contains("--accent:light-dark(#1d3a8a,#1d3a8a)"),
            "{css}"
        );
        assert!(colours.hash().unwrap().starts_with("'sha256-") && colours.band != BAND);
        let both = SiteInfo { accent: navy, accent_dark: Colour::read("#9db8ff"), ..SiteInfo::default() };
        assert!(Colours::of(&both).css.unwrap().contains("--accent:light-dark(#1d3a8a,#9db8ff)"));
    }
}

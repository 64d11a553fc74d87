//! Numbers for operators, in the text format of Prometheus: what counts, and how it is written. Names and labels are constants and
//! addresses of the URL table, never text of a user.

use std::{
    fmt::{Display, Write},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// A number that only grows, for a `static`.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The upper bounds of the parts of a histogram, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How long something took, how often.
#[derive(Debug, Default)]
pub struct Histogram {
    parts: [Counter; BOUNDS.len()],
    count: Counter,
    micros: AtomicU64,
}

impl Histogram {
    pub fn note(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        if let Some(part) = BOUNDS.iter().position(|bound| seconds <= *bound) {
            self.parts[part].count();
        }
        self.micros.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.count.count();
    }
}

/// What a number is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A label and its value.
pub type Label<'a> = (&'static str, &'a str);

/// The text that is served.
#[derive(Default)]
pub struct Text(String);

impl Text {
    /// Begins a number; its values follow.
    pub fn begin(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    pub fn value(&mut self, name: &str, labels: &[Label<'_>], value: impl Display) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        _ = match labels.is_empty() {
            true => writeln!(self.0, "{name} {value}"),
            false => writeln!(self.0, "{name}{{{}}} {value}", labels.join(",")),
        };
    }

    /// A number with one value.
    pub fn single(&mut self, name: &str, kind: Kind, help: &str, value: impl Display) {
        self.begin(name, kind, help);
        self.value(name, &[], value);
    }

    pub fn histogram(&mut self, name: &str, labels: &[Label<'_>], histogram: &Histogram) {
        let (bucket, mut below) = (format!("{name}_bucket"), 0);
        for (bound, part) in BOUNDS.iter().zip(&histogram.parts) {
            below += part.total();
            self.value(&bucket, &[labels, &[("le", &bound.to_string())]].concat(), below);
        }
        // A request may have been noted in between: no part is greater than the whole.
        let count = histogram.count.total().max(below);
        self.value(&bucket, &[labels, &[("le", "+Inf")]].concat(), count);
        let seconds = Duration::from_micros(histogram.micros.load(Ordering::Relaxed)).as_secs_f64();
        self.value(&format!("{name}_sum"), labels, seconds);
        self.value(&format!("{name}_count"), labels, count);
    }

    pub fn into_text(self) -> String {
        self.0
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_what_took_no_longer_than_each_bound() {
        let histogram = Histogram::default();
        for millis in [1, 3, 3, 20_000] {
            histogram.note(Duration::from_millis(millis));
        }
        let mut text = Text::default();
        text.histogram("h", &[("route", "/a/")], &histogram);
        let text = text.into_text();
        for line in [
            "h_bucket{route=\"/a/\",le=\"0.001\"} 1",
            "h_bucket{route=\"/a/\",le=\"0.0025\"} 1",
            "h_bucket{route=\"/a/\",le=\"0.005\"} 3",
            "h_bucket{route=\"/a/\",le=\"10\"} 3",
            "h_bucket{route=\"/a/\",le=\"+Inf\"} 4",
            "h_sum{route=\"/a/\"} 20.007",
            "h_count{route=\"/a/\"} 4",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}: {text}");
        }
    }

    #[test]
    fn a_value_cannot_break_out_of_its_line() {
        let mut text = Text::default();
        text.value("n", &[("label", "a\"b\\c\nd")], 1);
        assert_eq!(text.into_text(), "n{label=\"a\\\"b\\\\c\\nd\"} 1\n");
    }
}

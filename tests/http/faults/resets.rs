//! Clients whose connection is reset while their request is under way. The server drops what it does for such a client, as it
//! does here; what has begun to change something must be finished all the same.

use std::time::{Duration, Instant};

use crate::support::{
    Style,
    changes::{change, changing, differences, everything},
    forms::borrowed,
    mails::with_folder,
    on_both,
    throttle::{LOGIN, credentials, throttled},
};

/// Resets of each function and style.
const RESETS: u32 = 5;

/// Numbers that look random and are the same in every run.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to 1.
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }
}

on_both!(fault_a3_a_reset_connection_leaves_the_whole_change_with_what_is_told_of_it_or_nothing, async |kind| {
    let app = with_folder(kind).await;
    let mut random = Random(4);
    let (mut cut, mut done) = (0, 0);
    for function in changing() {
        // How long it takes undisturbed.
        let mut whole = change(&app, function).await;
        let begun = Instant::now();
        assert!([200, 303].contains(&whole.send(Style::Json).await.status), "{}", function.path);
        let takes = begun.elapsed();
        assert!(whole.is_stored(&app).await, "{}", function.path);
        for round in 0..RESETS {
            let style = Style::BOTH[(round % 2) as usize];
            let change = change(&app, function).await;
            let before = everything(&app).await;
            let fields = change.fields.clone();
            let mut client = change.client.clone();
            let sent = async move { client.post(function.path, style, &borrowed(&fields)).await };
            let answer = tokio::time::timeout(takes.mul_f64(random.next()), sent).await;
            app.settle().await;
            match answer {
                Ok(answer) => assert!(change.agrees(&app, &before, &answer).await, "{}", function.path),
                Err(_) => {
                    cut += 1;
                    // Panics when a part is stored and another is not.
                    if change.is_stored(&app).await {
                        done += 1;
                    } else {
                        // A password whose client has gone away before it was checked counts as wrong: that is noted, and its
                        // session remembers what the form shows again.
                        let mut changed = differences(&before, &everything(&app).await);
                        let is_note = |row: &String| {
                            ["+ wrong_password of", "+ login_failed of"].iter().any(|note| row.starts_with(note))
                        };
                        if changed.iter().any(is_note) {
                            changed.retain(|row| !is_note(row) && !row.contains('{'));
                        }
                        assert!(changed.is_empty(), "{}: {changed:#?}", function.path);
                    }
                }
            }
        }
    }
    assert!(cut > 20 && done > 10, "{cut} cut, {done} of them done");
});

on_both!(fault_a5_a_login_whose_connection_is_reset_counts_as_failed_and_its_owner_is_told, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    let mut random = Random(5);
    let id = app.user_id("joe").await;
    let noted = format!("SELECT COUNT(*) FROM activity WHERE user_id = {id} AND event = 'login_failed'");
    let counted = "SELECT COALESCE(MAX(failures), 0) FROM throttle";
    let before = app.number(counted).await;
    let sent = 40;
    for _ in 0..sent {
        let mut client = app.visitor();
        let login = async move { client.post_json(LOGIN, &credentials("joe", "wrong")).await };
        _ = tokio::time::timeout(Duration::from_secs_f64(0.008 * random.next()), login).await;
        app.settle().await;
    }
    let (noted, counted) = (app.number(&noted).await, app.number(counted).await);
    assert_eq!(app.number("SELECT COUNT(*) FROM throttle WHERE in_flight > 0").await, 0, "every attempt is settled");
    assert!(noted > 0 && noted <= sent, "{noted}");
    assert_eq!(counted, noted.max(before), "as many are counted as are noted");
});

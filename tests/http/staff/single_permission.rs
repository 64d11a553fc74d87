//! Each change in the staff area needs one permission: that alone is enough, and all others together are not.

use crate::support::{
    Style,
    mails::with_folder,
    on_both,
    rights::state,
    staff_changes::{changing_functions, staff_change},
};

on_both!(the_permission_that_a_change_names_is_enough, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    for (index, (path, needed)) in changing_functions().enumerate() {
        let mut staff = app.staff(&format!("staff{index}"), &[&needed.full_name()]).await;
        for style in Style::BOTH {
            let change = staff_change(&app, &mut root, path).await;
            assert!(!change.is_done(&app).await, "{path}");
            let answer = change.send(&mut staff, style).await;
            match style {
                Style::Plain => assert_eq!(answer.outcome(), format!("303 {}", change.leads_to), "{path}"),
                Style::Json => {
                    assert_eq!((answer.status, answer.json()["go"].as_str()), (200, Some(change.leads_to.as_str())))
                }
            }
            assert!(change.is_done(&app).await, "{path}");
        }
    }
});

on_both!(all_other_permissions_together_are_not_enough_for_a_change, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let permissions = app.app.accounts.models().flat_map(|model| model.permissions());
    let names: Vec<String> = permissions.map(|permission| permission.full_name()).collect();
    let mut count = 0;
    for (index, (path, needed)) in changing_functions().enumerate() {
        count += 1;
        let (name, needed) = (format!("staff{index}"), needed.full_name());
        let others: Vec<&str> = names.iter().map(String::as_str).filter(|other| *other != needed).collect();
        assert_eq!(others.len() + 1, names.len(), "{path}");
        let mut staff = app.staff(&name, &others).await;
        let change = staff_change(&app, &mut root, path).await;
        let before = state(&app).await;
        for style in Style::BOTH {
            assert_eq!(change.send(&mut staff, style).await.status, 403, "{path}");
        }
        assert!(!change.is_done(&app).await, "{path}");
        assert_eq!(state(&app).await, before, "{path}");
        // Only this permission was missing.
        app.grant(&name, &needed).await;
        assert_eq!(change.send(&mut staff, Style::Plain).await.status, 303, "{path}");
        assert!(change.is_done(&app).await, "{path}");
    }
    assert!(count >= 8, "{count}");
});

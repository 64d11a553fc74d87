//! The exit survey: why users deleted their accounts. Nothing here tells who they were.

use leptos::prelude::*;

use super::Crumbs;
use crate::{
    shared::Timestamp,
    staff::{api, messages::exit_survey as words, types::ExitSurveySummary},
    ui::{Address, PageHeading, PageView},
};

pub async fn exit_survey(_: Address) -> PageView {
    let summary = api::exit_survey().await?;
    Ok(view! { <ExitSurvey summary/> }.into_any())
}

#[component]
fn ExitSurvey(summary: ExitSurveySummary) -> impl IntoView {
    let ExitSurveySummary { days, count, kept_content, reasons, comments } = summary;
    view! {
        <div class="account">
            <Crumbs/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::count(count, days)}</p>
                {(count > 0).then(|| view! {
                    <p>{words::kept_content(kept_content, count)}</p>
                    <Reasons reasons/>
                })}
            </section>
            {(!comments.is_empty()).then(|| view! { <Comments comments/> })}
        </div>
    }
}

/// Each reason with the number of users who ticked it: one user may tick several.
#[component]
fn Reasons(reasons: Vec<(String, u32)>) -> impl IntoView {
    let rows = reasons.into_iter().map(|(reason, count)| {
        view! { <tr><th scope="row">{reason}</th><td data-label=words::TIMES>{count}</td></tr> }
    });
    view! {
        <table class="table" aria-label=words::REASONS>
            <thead><tr><th scope="col">{words::REASON}</th><th scope="col">{words::TIMES}</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Comments(comments: Vec<(Timestamp, String)>) -> impl IntoView {
    let items = comments.into_iter().map(|(at, text)| {
        view! {
            <li>
                <p class="remark" dir="auto">{text}</p>
                <p class="meta"><time datetime=at.day()>{at.human_day()}</time></p>
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>{words::COMMENTS}</h2>
            <ul class="rows remarks">{items.collect_view()}</ul>
        </section>
    }
}

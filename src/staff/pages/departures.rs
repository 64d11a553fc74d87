//! Why people left, summed up. Nothing here tells who they were.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use super::Crumbs;
use crate::{
    shared::{AppError, Timestamp},
    staff::{api, types::DepartureSummary},
    ui::{PageHeading, when_there},
};

pub struct DeparturesPage {
    summary: Resource<Result<DepartureSummary, AppError>>,
}

#[lazy_route]
impl LazyRoute for DeparturesPage {
    fn data() -> Self {
        Self { summary: Resource::new(|| (), |()| api::staff_departures()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.summary, |summary| view! { <Departures summary/> }).into_any()
    }
}

#[component]
fn Departures(summary: DepartureSummary) -> impl IntoView {
    let DepartureSummary { days, count, kept_belongings, reasons, comments } = summary;
    let left = match count {
        0 => format!("Nobody has left in the last {days} days."),
        1 => format!("One person has left in the last {days} days."),
        count => format!("{count} people have left in the last {days} days."),
    };
    view! {
        <div class="account">
            <Crumbs/>
            <PageHeading title="Departures"/>
            <section class="panel">
                <p>{left}</p>
                {(count > 0).then(|| view! {
                    <p>{kept_belongings} " of " {count} " let what they had written stay."</p>
                    <Reasons reasons/>
                })}
            </section>
            {(!comments.is_empty()).then(|| view! { <Comments comments/> })}
        </div>
    }
}

/// Words of the form, and how often each was ticked: one may tick several.
#[component]
fn Reasons(reasons: Vec<(String, u32)>) -> impl IntoView {
    let rows = reasons.into_iter().map(|(reason, count)| {
        view! { <tr><th scope="row">{reason}</th><td data-label="Times">{count}</td></tr> }
    });
    view! {
        <table class="table" aria-label="Reasons">
            <thead><tr><th scope="col">"Reason"</th><th scope="col">"Times"</th></tr></thead>
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
                <p class="meta"><time datetime=at.day()>{at.day()}</time></p>
            </li>
        }
    });
    view! {
        <section class="panel">
            <h2>"In their own words"</h2>
            <ul class="rows remarks">{items.collect_view()}</ul>
        </section>
    }
}

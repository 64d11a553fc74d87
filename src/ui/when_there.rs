//! A page whose data is fetched first: what it shows until then, and when that fails.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{ErrorPage, messages::list as messages};
use crate::shared::AppError;

/// Data that is being fetched, or why that failed.
type Fetched<T> = Resource<Result<T, AppError>>;

/// The page with the data, or the error page.
pub fn when_there<T, V>(data: Fetched<T>, page: impl Fn(T) -> V + Copy + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    awaited(move || async move { Ok(page(data.await?).into_any()) })
}

/// The page with two pieces of data, which are fetched at once.
pub fn when_both<A, B, V>(
    first: Fetched<A>,
    second: Fetched<B>,
    page: impl Fn(A, B) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    A: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    B: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    awaited(move || async move { Ok(page(first.await?, second.await?).into_any()) })
}

fn awaited<Fut>(page: impl Fn() -> Fut + Copy + Send + Sync + 'static) -> impl IntoView
where
    Fut: Future<Output = Result<AnyView, AppError>> + Send + 'static,
{
    view! {
        <Transition fallback=|| view! { <p class="loading" role="status">{messages::LOADING}</p> }>
            {move || Suspend::new(async move {
                page().await.unwrap_or_else(|error| view! { <ErrorPage error/> }.into_any())
            })}
        </Transition>
    }
}

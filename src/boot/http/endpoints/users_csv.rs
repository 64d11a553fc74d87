//! The list of users as a file for a spreadsheet.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    accounts::types::Viewer,
    boot::http::{
        answer::{found, refusal},
        render::in_context,
    },
    server::errors::internal,
    shared::{AppError, NextPath},
    staff::{paths, server::users, types::UserQuery},
    ui::Address,
    web::urls::DOWNLOADS,
};

pub async fn users_csv(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let here = parts.uri.path_and_query().map_or("/", |here| here.as_str()).to_owned();
    let row = DOWNLOADS.iter().find(|row| row.path == paths::USERS_CSV);
    let (Some(row), Some(viewer)) = (row, parts.extensions.get::<Viewer>()) else {
        return refusal(internal("a download without its row or its viewer"));
    };
    let query = UserQuery::of(&Address::new(here.as_str()));
    let made = match row.access.check(viewer) {
        Ok(()) => in_context(Arc::new(parts.extensions), users::csv(query)).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(text) => {
            let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
            ([kind, (header::CONTENT_DISPOSITION, "attachment; filename=\"users.csv\"")], text).into_response()
        }
        Err(AppError::LoginRequired) => found(&NextPath::or_default(&here).login_url()),
        Err(error) => refusal(error),
    }
}

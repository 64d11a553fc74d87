//! The few addresses of this site that redirects need, on both sides and below every domain. A test in `web/urls/` compares them with
//! the URL table.

/// Where a visitor goes without a safe `next`.
pub const NEXT_DEFAULT: &str = "/articles/";

/// The page that every refusal for want of a login leads to.
pub(super) const LOGIN: &str = "/accounts/login/";

/// Never a `next`: they would log out again, loop, or run a server function.
pub(super) const NEVER_NEXT: [&str; 4] = ["/accounts/login", "/accounts/logout", "/accounts/signup", "/api"];

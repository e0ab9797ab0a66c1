//! HTTP without business meaning: who visits, pages, forms, errors, limits, the API's manners.
mod api;
mod errors;
mod forms;
mod guard;
mod headers;
mod idempotency;
mod limits;
mod page;
mod paging;
mod state;
mod visit;

pub use api::{ApiDone, ApiPage, ApiVisit, Json, Problem, ProblemField, Problems, entity_tag, require_match};
pub use errors::render_errors;
pub use forms::{Posted, Queried};
pub use guard::guard;
pub use headers::security_headers;
pub use idempotency::{Claim, Unkept, idempotent};
pub use limits::{check_tries, forget_quiet_clients, limit_rate, limit_time, peer_address, use_try};
pub use page::{Crumb, Page, Section, Shell, Title, Toast, own_path, see_other, see_other_with};
pub use paging::{Cursor, Limit};
pub use state::{LiveRoom, Pulse, State};
pub use visit::{Preferences, Visit, Visitor, end_session_cookie, guest_cookie, guest_token, open_visit, session_cookie, viewer_again};

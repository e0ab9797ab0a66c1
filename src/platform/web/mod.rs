//! HTTP without business meaning: who visits, pages, forms, errors, limits, the API's manners.
mod api;
mod arriving;
mod credentials;
mod errors;
mod forms;
mod guard;
mod head;
mod headers;
mod idempotency;
mod json;
mod limits;
mod page;
mod paging;
mod picture;
mod problems;
mod sent;
mod shapes;
mod state;
mod suffix;
mod uploads;
mod visit;

pub use api::{
    ApiDone, ApiPage, ApiReader, ApiVisit, IfMatch, Matching, MayMatch, Problem, ProblemField, Scopes, next_address, require_match,
};
pub use credentials::Credentials;
pub use errors::render_errors;
pub use forms::{Asked, Posted, Queried};
pub use guard::guard;
pub use head::answer_head;
pub use headers::security_headers;
pub use idempotency::{Claim, LARGEST_JSON, Unkept, idempotent, remove_old_keys};
pub use json::Json;
pub use limits::{Limits, limit_rate, limit_time, peer_address, peer_bucket, remove_old_tries, use_try, use_try_unless_found};
pub use page::{Crumb, Page, Section, Shell, ShellToast, Title, Toast, own_path, see_other, see_other_with};
pub use paging::{Cursor, Limit};
pub use picture::{Sent, ShowsQuery};
pub use problems::{MatchedProblems, Problems, RuledProblems, UpdateProblems, WriteProblems, problem_responses};
pub use shapes::{PhotoBody, nullable, texts};
pub use state::{LiveRoom, Pulse, State, Switch};
pub use suffix::lead_suffixes;
pub use uploads::{SentFile, Uploaded};
pub use visit::{
    Preferences, Visit, Visitor, bearer, end_session_cookie, guest_cookie, guest_token, open_visit, session_cookie, viewer_again,
};

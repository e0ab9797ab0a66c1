//! One error for the whole application. Handlers use `?`; `web::errors` decides how it looks.
use super::unfit::Unfit;
use crate::kernel::{Permission, Refusal};
use actix_web::{ResponseError, http::StatusCode};
use diesel::result::DatabaseErrorKind;

/// What everything that can fail returns.
pub type AppResult<T> = Result<T, AppError>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Not there, or not to be seen: the same from outside.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The token that was shown stands for nobody.
    #[error("the token is unknown, expired or revoked")]
    TokenInvalid,
    /// The permission is missing.
    #[error("permission {0} is missing")]
    Forbidden(&'static str),
    /// The token lacks this scope.
    #[error("scope {0} is missing")]
    ScopeMissing(String),
    /// A rule said no.
    #[error("refused: {}", .0.code)]
    Refused(Refusal),
    /// Several fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<Refusal>),
    /// The item is not ready for the step, for reasons that are named all at once.
    #[error("{code}: {} things are missing", .refusals.len())]
    Unready {
        /// Stable code of the whole.
        code: &'static str,
        /// What is missing, each with its field.
        refusals: Vec<Refusal>,
    },
    /// The input is not of the form that was asked for; the text says where and what, for developers.
    #[error("unreadable input: {0}")]
    Unreadable(String),
    /// Somebody changed it in the meantime (If-Match, version field).
    #[error("changed in the meantime")]
    Stale,
    /// The update has to name the version it changes, and does not.
    #[error("no If-Match")]
    MatchMissing,
    /// The input can be read, and does not fit what was asked for.
    #[error("unfit input: {0}")]
    Unfit(Unfit),
    /// The address is there, but not for this method.
    #[error("this address does not take that method")]
    MethodNotAllowed,
    /// The body is of a kind that is not taken.
    #[error("unsupported media type")]
    MediaType,
    /// The same Idempotency-Key came with another body, or its first use is still under way.
    #[error("idempotency key: {0}")]
    KeyReused(&'static str),
    /// The Idempotency-Key is none.
    #[error("malformed idempotency key")]
    KeyMalformed,
    /// Too large.
    #[error("too large")]
    TooLarge,
    /// Too many tries; come back after so many seconds.
    #[error("too many tries")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The body did not come in time.
    #[error("the body came too slowly")]
    TooSlow,
    /// No connection or worker came free in time.
    #[error("busy")]
    Busy,
    /// The request was not sent by one of our own pages.
    #[error("cross-site request")]
    CrossSite,
    /// One of our own pages sent it, with a token from before somebody signed in or out.
    #[error("the form's token is no longer good")]
    Outdated,
    /// A statement failed; becomes a refusal where an action knows the constraint.
    #[error(transparent)]
    Database(diesel::result::Error),
    /// Anything the person cannot help. Logged in full, shown as one neutral sentence.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl AppError {
    /// The permission that was missing.
    pub fn forbidden<P: Permission>() -> Self {
        Self::Forbidden(P::KEY)
    }

    /// Name of the database constraint that was hit, when it was one.
    pub fn constraint(&self) -> Option<&str> {
        match self {
            Self::Database(diesel::result::Error::DatabaseError(
                DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::CheckViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::ExclusionViolation,
                info,
            )) => info.constraint_name(),
            _ => None,
        }
    }

    /// Stable, documented name of the problem; also the tail of its type URI and, as `problem-<code>`
    /// or `refusal-<code>`, the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not-found",
            Self::Unauthenticated => "unauthenticated",
            Self::TokenInvalid => "token-invalid",
            Self::Forbidden(_) => "forbidden",
            Self::ScopeMissing(_) => "scope-missing",
            Self::Refused(refusal) => refusal.code,
            Self::Unready { code, .. } => code,
            Self::Invalid(_) | Self::Unfit(_) => "invalid",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::MatchMissing => "if-match-missing",
            Self::MediaType => "unsupported-media-type",
            Self::Unreadable(_) => "unreadable",
            Self::Stale => "stale",
            Self::KeyReused(_) => "idempotency-key-reused",
            Self::KeyMalformed => "idempotency-key-malformed",
            Self::TooLarge => "too-large",
            Self::TooMany { .. } => "too-many-requests",
            Self::TooSlow => "too-slow",
            Self::Busy => "busy",
            Self::CrossSite => "cross-site",
            Self::Outdated => "form-outdated",
            Self::Database(_) | Self::Internal(_) => "internal",
        }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A missing row is *not* a 404 by itself: say so with `.optional()?.ok_or(AppError::NotFound("idea"))`.
impl From<diesel::result::Error> for AppError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Unauthenticated | Self::TokenInvalid => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::ScopeMissing(_) | Self::CrossSite | Self::Outdated => StatusCode::FORBIDDEN,
            Self::Refused(refusal) if refusal.field.is_some() => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(_) | Self::Unready { .. } => StatusCode::CONFLICT,
            // Nothing that was sent is wrong: the item is not ready for it.
            Self::Invalid(refusals) if refusals.iter().all(|refusal| refusal.field.is_none()) => StatusCode::CONFLICT,
            Self::Invalid(_) | Self::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::MatchMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::KeyReused(_) | Self::KeyMalformed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

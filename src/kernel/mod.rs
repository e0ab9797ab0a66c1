//! Words the whole product shares: ids, states, roles and permissions, events, text. No I/O, no queries.
mod authz;
mod clock;
mod enums;
mod event;
mod ids;
mod item;
mod refusal;
pub mod text;
pub use authz::*;
pub use clock::*;
pub use enums::*;
pub use event::*;
pub use ids::*;
pub use item::*;
pub use refusal::*;

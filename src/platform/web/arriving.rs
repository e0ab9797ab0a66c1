//! Whether a request's body is still on its way: who sends too slowly is told so, and not that we are busy.
use actix_web::{
    HttpMessage,
    dev::{Payload, ServiceRequest},
    http::header,
};
use futures_util::{StreamExt, stream};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

/// True for as long as the body was not read to its end.
#[derive(Debug, Clone)]
pub(super) struct Arriving(Arc<AtomicBool>);

impl Arriving {
    /// Follows the request's body, if it has one.
    pub(super) fn watch(request: &mut ServiceRequest) -> Self {
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let comes = request.headers().contains_key(header::TRANSFER_ENCODING) || length.is_some_and(|length| length.trim() != "0");
        let arriving = Self(Arc::new(AtomicBool::new(comes)));
        if comes {
            let seen = arriving.clone();
            let end = stream::poll_fn(move |_| {
                seen.0.store(false, Ordering::Relaxed);
                Poll::Ready(None)
            });
            let body = request.take_payload().chain(end);
            request.set_payload(Payload::Stream { payload: Box::pin(body) });
        }
        arriving
    }

    pub(super) fn is_under_way(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

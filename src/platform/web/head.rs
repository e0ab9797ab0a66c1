//! HEAD: what GET answers, without the body (RFC 9110, section 9.3.2).
use actix_web::{
    Error,
    body::{BodySize, EitherBody, MessageBody, None},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};

/// Lets the routes answer as they answer GET; the connection remembers what was asked and sends the head alone.
///
/// # Errors
/// Those of the routes.
pub async fn answer_head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, None>>, Error> {
    let is_head = request.method() == Method::HEAD;
    if is_head {
        request.head_mut().method = Method::GET;
    }
    let answer = next.call(request).await?;
    // A stream would be read to its end, and that of live news has none.
    if is_head && answer.response().body().size() == BodySize::Stream {
        return Ok(answer.map_body(|_, _| EitherBody::right(None::new())));
    }
    Ok(answer.map_into_left_body())
}

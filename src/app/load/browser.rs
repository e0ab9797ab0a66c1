//! A browser as thin as measuring needs it: one connection that is kept, one request at a time, so that little of what
//! the machine can do goes to the asking.
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use tokio::{net::TcpStream, sync::Mutex};

/// What a form is sent with.
pub(super) struct Form<'f> {
    /// The cookies.
    pub(super) cookie: &'f str,
    /// The encoded fields.
    pub(super) fields: String,
}

/// One browser.
pub(super) struct Browser {
    address: SocketAddr,
    host: String,
    encodings: &'static str,
    connection: Mutex<Option<SendRequest<Full<Bytes>>>>,
}

impl Browser {
    /// One that has not connected yet. `encodings` is what it says it understands.
    pub(super) fn new(address: SocketAddr, host: &str, encodings: &'static str) -> Self {
        Self { address, host: host.to_owned(), encodings, connection: Mutex::new(None) }
    }

    /// The status of a page, once all of it has come; `None` when the connection failed.
    pub(super) async fn get(&self, path: &str) -> Option<StatusCode> {
        let request = self.request(Method::GET, path).body(Full::default()).ok()?;
        self.send(request).await
    }

    /// As [`Browser::get`], for a form that is sent.
    pub(super) async fn post(&self, path: &str, form: Form<'_>) -> Option<StatusCode> {
        let request = self
            .request(Method::POST, path)
            .header(header::COOKIE, form.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(form.fields))
            .ok()?;
        self.send(request).await
    }

    fn request(&self, method: Method, path: &str) -> hyper::http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.host)
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_ENCODING, self.encodings)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Option<StatusCode> {
        let mut kept = self.connection.lock().await;
        let mut connection = match kept.take().filter(|connection| !connection.is_closed()) {
            Some(connection) => connection,
            None => connect(self.address).await?,
        };
        connection.ready().await.ok()?;
        let mut answer = connection.send_request(request).await.ok()?;
        let status = answer.status();
        while let Some(piece) = answer.body_mut().frame().await {
            piece.ok()?;
        }
        *kept = Some(connection);
        Some(status)
    }
}

async fn connect(address: SocketAddr) -> Option<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await.ok()?;
    stream.set_nodelay(true).ok()?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
    // Whoever asks next sees that a connection has ended.
    tokio::spawn(async move {
        let _ended = connection.await;
    });
    Some(sender)
}

//! Style sheets, scripts, fonts and icons: bundled by the build, inside the binary, under hashed names.
use actix_web::{HttpRequest, HttpResponse, http::header, web::Bytes};
use rust_embed::RustEmbed;
use std::{borrow::Cow, collections::HashMap};

/// What `script/bundle.mjs` made.
#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Bundle;

/// Logical names and the hashed files behind them.
#[derive(Debug, Clone)]
pub struct Assets {
    names: HashMap<String, String>,
}

impl Assets {
    /// Reads the manifest of the bundle.
    ///
    /// # Errors
    /// When the bundle was built without one.
    pub fn load() -> anyhow::Result<Self> {
        let manifest =
            Bundle::get("manifest.json").ok_or_else(|| anyhow::anyhow!("the front end is not built: run `npm ci && npm run build`"))?;
        Ok(Self { names: serde_json::from_slice(&manifest.data)? })
    }

    /// The URL of an asset; the logical name itself where the bundle has no such file.
    pub fn url(&self, name: &str) -> String {
        format!("/assets/{}", self.names.get(name).map_or(name, String::as_str))
    }
}

/// Serves a bundled file, compressed as the browser likes it. Names are hashed, so it may keep it for good.
pub fn serve(request: &HttpRequest, name: &str) -> HttpResponse {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let packed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(encoding, _)| accepted.contains(encoding))
        .find_map(|(encoding, suffix)| Bundle::get(&format!("{name}{suffix}")).map(|file| (Some(encoding), file)));
    let Some((encoding, file)) = packed.or_else(|| Bundle::get(name).map(|file| (None, file))) else {
        return HttpResponse::NotFound().finish();
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let mut answer = HttpResponse::Ok();
    let text = kind.type_() == "text" || kind.subtype() == "javascript" || kind.subtype() == "svg";
    answer.content_type(if text { format!("{kind}; charset=utf-8") } else { kind.to_string() });
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    answer.insert_header((header::VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    answer.body(match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        // Without optimisation the files are read from the disk.
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

//! Forms with files: texts into a type that refuses fields it does not know, files into temporary ones, each bounded by itself.
use super::forms;
use crate::kernel::Refusal;
use crate::platform::{
    error::{AppError, AppResult},
    files::{self, PICTURE_TOO_LARGE, Picture},
};
use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::HeaderMap};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::{
    future::{Ready, ready},
    io::{Read, Seek},
};
use tokio::io::AsyncWriteExt;

/// Most photos of any form, and one more, so that the form itself can say that they are too many.
const MOST_FILES: usize = 7;
/// Inputs for files that a form may have, empty ones too.
const MOST_INPUTS: usize = 20;
/// Most bytes of all files of a form.
pub const LARGEST_UPLOAD: usize = 6 * 11 * 1024 * 1024;
/// Most bytes of all texts of a form with files.
const LARGEST_TEXTS: usize = 512 * 1024;

/// The only name that files come under.
const FILES: &str = "photo";

/// A file as it was sent, in a temporary file that is gone with it.
#[derive(Debug)]
pub struct SentFile {
    file: Option<std::fs::File>,
    size: usize,
}

impl SentFile {
    /// Nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The picture that it is. Slow: read it off the request threads.
    ///
    /// # Errors
    /// A refusal beside the field when it is too large or no picture; the outer error when the disk fails.
    pub fn picture(self) -> AppResult<Result<Picture, Refusal>> {
        let Some(mut file) = self.file.filter(|_| self.size <= files::LARGEST) else {
            return Ok(Err(PICTURE_TOO_LARGE));
        };
        let mut bytes = Vec::with_capacity(self.size);
        file.rewind().and_then(|()| file.read_to_end(&mut bytes)).map_err(anyhow::Error::from)?;
        Ok(files::read_picture(&bytes))
    }
}

/// The parts of a form with files; what was read before an error is there, too.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) texts: Vec<(String, String)>,
    files: Vec<SentFile>,
    total: usize,
}

impl Parts {
    /// Reads the body.
    ///
    /// # Errors
    /// [`AppError::TooLarge`] past a limit, [`AppError::Unreadable`] when it is no form or breaks off.
    pub(super) async fn read(&mut self, headers: &HeaderMap, payload: Payload) -> AppResult<()> {
        let mut parts = Multipart::new(headers, payload);
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(unreadable)?;
            let name = part.name().unwrap_or_default().to_owned();
            if part.content_disposition().is_some_and(|said| said.get_filename().is_some()) {
                if name != FILES {
                    return Err(AppError::Unreadable(format!("no file is asked for under the name {name:?}")));
                }
                let file = self.file(&mut part).await?;
                self.files.push(file);
            } else {
                let value = self.text(&mut part).await?;
                self.texts.push((name, value));
            }
        }
        Ok(())
    }

    async fn text(&mut self, part: &mut Field) -> AppResult<String> {
        let known: usize = self.texts.iter().map(|(name, value)| name.len() + value.len()).sum();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            bytes.extend_from_slice(&chunk.map_err(unreadable)?);
            if known + bytes.len() > LARGEST_TEXTS {
                return Err(AppError::TooLarge);
            }
        }
        String::from_utf8(bytes).map_err(|_| AppError::Unreadable("a field is no UTF-8".to_owned()))
    }

    /// A file that is too large, or one too many, is read to its end and kept no more, so that the form can say so.
    async fn file(&mut self, part: &mut Field) -> AppResult<SentFile> {
        if self.files.len() >= MOST_INPUTS {
            return Err(AppError::TooLarge);
        }
        let is_kept = self.files.iter().filter(|file| !file.is_empty()).count() < MOST_FILES;
        let mut kept: Option<tokio::fs::File> = None;
        let mut size = 0;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(unreadable)?;
            size += chunk.len();
            self.total += chunk.len();
            if self.total > LARGEST_UPLOAD {
                return Err(AppError::TooLarge);
            }
            if is_kept && size <= files::LARGEST {
                let file = match &mut kept {
                    Some(file) => file,
                    empty => empty.insert(tempfile::tempfile().map_err(anyhow::Error::from)?.into()),
                };
                file.write_all(&chunk).await.map_err(anyhow::Error::from)?;
            }
        }
        let file = match kept {
            Some(mut file) => {
                file.flush().await.map_err(anyhow::Error::from)?;
                Some(file.into_std().await)
            }
            None => None,
        };
        Ok(SentFile { file, size })
    }
}

fn unreadable(error: actix_multipart::MultipartError) -> AppError {
    AppError::Unreadable(error.to_string())
}

/// A form with files: the guard has read it already.
#[derive(Debug)]
pub struct Uploaded<T> {
    /// Its texts.
    pub form: T,
    /// Its files, in the order of their inputs; one that was left empty is empty here.
    pub files: Vec<SentFile>,
}

impl<T: DeserializeOwned> FromRequest for Uploaded<T> {
    type Error = AppError;
    type Future = Ready<AppResult<Self>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.extensions_mut().remove::<Parts>();
        ready(match parts {
            Some(parts) => forms::read_form(parts.texts.into_iter()).map(|form| Self { form, files: parts.files }),
            None => Err(AppError::MediaType),
        })
    }
}

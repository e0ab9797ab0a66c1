//! Pictures people send: sniffed, bounded, re-encoded (which drops place and camera data), kept under generated names.
use super::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use crate::kernel::{BlobId, Granted, ItemRef, Moment, Permission, PersonId, Refusal};
use actix_web::{HttpResponse, http::header};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Bytea, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage, Rgba};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Most bytes of a picture as sent.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// Most pixels along one side before it is refused, read from the header alone.
const WIDEST: u32 = 12_000;
/// Most memory that a picture may take while it is decoded, in bytes.
const LARGEST_IN_MEMORY: u64 = 192 * 1024 * 1024;
/// Pixels along the longer side as kept.
const KEPT: u32 = 1_600;

/// The file is no picture we take.
pub const NOT_A_PICTURE: Refusal = Refusal::of("photo", "photo-kind");
/// What it shows takes more than 300 characters.
pub const ALT_TOO_LONG: Refusal = Refusal::of("alt", "photo-alt-too-long");
/// The file is too large.
pub const PICTURE_TOO_LARGE: Refusal = Refusal::of("photo", "photo-too-large");

/// What a picture shows, in one line.
///
/// # Errors
/// [`ALT_TOO_LONG`], also for what cannot be stored.
pub fn alt(text: &str) -> Result<String, Refusal> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 300 || line.contains('\0') { Err(ALT_TOO_LONG) } else { Ok(line) }
}

/// Where files live.
#[derive(Debug, Clone)]
pub struct Files {
    folder: Arc<PathBuf>,
}

/// A picture that was checked and re-encoded, not yet stored.
#[derive(Debug)]
pub struct Picture {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

/// Checks and re-encodes a picture. Slow: run it off the request threads.
///
/// # Errors
/// A refusal beside the field when it is too large or no picture.
pub fn read_picture(bytes: &[u8]) -> Result<Picture, Refusal> {
    if bytes.len() > LARGEST {
        return Err(PICTURE_TOO_LARGE);
    }
    let kind = infer::get(bytes).map(|kind| kind.mime_type());
    let format = match kind {
        Some("image/jpeg") => ImageFormat::Jpeg,
        Some("image/png") => ImageFormat::Png,
        Some("image/webp") => ImageFormat::WebP,
        _ => return Err(NOT_A_PICTURE),
    };
    let picture = decode(bytes, format).map_err(|error| match error {
        ImageError::Limits(_) => PICTURE_TOO_LARGE,
        _ => NOT_A_PICTURE,
    })?;
    let picture = on_white(picture);
    let picture = if picture.width().max(picture.height()) > KEPT { picture.thumbnail(KEPT, KEPT) } else { picture };
    let (mut out, width, height) = (Cursor::new(Vec::new()), picture.width(), picture.height());
    picture.into_rgb8().write_to(&mut out, ImageFormat::Jpeg).map_err(|_| NOT_A_PICTURE)?;
    Ok(Picture { bytes: out.into_inner(), width, height })
}

/// The pixels, turned the way the camera was held: what says so is dropped with the rest of the camera's data.
fn decode(bytes: &[u8], format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(LARGEST_IN_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// A picture without holes: what shines through is the white of a page, because a JPEG would make it black.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let picture = picture.into_rgba8();
    let laid = RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *picture.get_pixel(x, y);
        Rgb([red, green, blue].map(|colour| {
            let mixed = u16::from(colour) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        }))
    });
    laid.into()
}

impl Picture {
    /// The bytes as they are stored, for a draft that is sent later; [`read_picture`] takes them back.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Runs slow work on pictures off the request threads.
///
/// # Errors
/// When the work panicked.
#[expect(clippy::disallowed_methods, reason = "decoding is not database work; this is its one way off the request threads")]
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    Ok(actix_web::web::block(work).await.map_err(anyhow::Error::from)?)
}

impl Files {
    /// Files below a folder, which is made when it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: Arc::new(folder.to_owned()) })
    }

    fn path(&self, id: BlobId) -> PathBuf {
        let name = id.0.simple().to_string();
        self.folder.join(&name[name.len() - 2..]).join(name)
    }

    /// Stores a picture for an item: bytes on the disk first, row second, so that a row never points nowhere.
    ///
    /// # Errors
    /// When the disk or the database fails.
    pub fn put<P: Permission>(
        &self,
        tx: &mut Tx<'_>,
        granted: &Granted<P>,
        owner: ItemRef,
        picture: &Picture,
        alt: &str,
        position: i16,
    ) -> AppResult<BlobId> {
        let (id, now) = (BlobId::new(), tx.now());
        let path = self.path(id);
        write_durably(&path, &picture.bytes).map_err(anyhow::Error::from)?;
        sql("INSERT INTO blobs (id, sha256, media_type, size_bytes, width, height, alt, owner_kind, owner_id, position, uploaded_by, uploaded_at)
             VALUES ($1, $2, 'image/jpeg', $3, $4, $5, $6, $7, $8, $9, $10, $11)")
            .bind::<SqlUuid, _>(id)
            .bind::<Bytea, _>(Sha256::digest(&picture.bytes).to_vec())
            .bind::<BigInt, _>(i64::try_from(picture.bytes.len()).map_err(anyhow::Error::from)?)
            .bind::<Integer, _>(i32::try_from(picture.width).map_err(anyhow::Error::from)?)
            .bind::<Integer, _>(i32::try_from(picture.height).map_err(anyhow::Error::from)?)
            .bind::<Text, _>(alt)
            .bind::<crate::kernel::sql_types::ItemKind, _>(owner.kind)
            .bind::<SqlUuid, _>(owner.id)
            .bind::<SmallInt, _>(position)
            .bind::<Nullable<SqlUuid>, _>(granted.person_id().map(|PersonId(id)| id))
            .bind::<Timestamptz, _>(now)
            .execute(tx.writing(granted))?;
        Ok(id)
    }

    /// Deletes pictures that were taken away more than a day ago, the file first: a row is found again when that fails.
    ///
    /// # Errors
    /// When the disk or the database fails.
    pub fn delete_removed(&self, tx: &mut Tx<'_>, most: i64) -> AppResult<usize> {
        #[derive(QueryableByName)]
        struct Removed {
            #[diesel(sql_type = SqlUuid)]
            id: uuid::Uuid,
        }
        let now = tx.now();
        let query =
            sql("SELECT id FROM blobs WHERE removed_at < $1 - interval '1 day' ORDER BY removed_at LIMIT $2 FOR UPDATE SKIP LOCKED");
        let removed: Vec<Removed> = query.bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).load(tx.scratch())?;
        for Removed { id } in &removed {
            match std::fs::remove_file(self.path(BlobId(*id))) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(anyhow::Error::from(error).into()),
                _ => {}
            }
        }
        let ids: Vec<uuid::Uuid> = removed.into_iter().map(|row| row.id).collect();
        Ok(sql("DELETE FROM blobs WHERE id = ANY($1)").bind::<diesel::sql_types::Array<SqlUuid>, _>(ids).execute(tx.scratch())?)
    }

    /// Copies a stored picture; whether it is there.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn copy(&self, id: BlobId, to: &Path) -> AppResult<bool> {
        match std::fs::copy(self.path(id), to) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(anyhow::Error::from(error).into()),
        }
    }

    /// The bytes as an answer that cannot run script. The caller has checked that the viewer may see the owner.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the file is gone.
    pub async fn answer(&self, id: BlobId) -> AppResult<HttpResponse> {
        let bytes = tokio::fs::read(self.path(id)).await.map_err(|_| AppError::NotFound("file"))?;
        Ok(HttpResponse::Ok()
            .content_type("image/jpeg")
            .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""))
            .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
            .insert_header((header::CACHE_CONTROL, "private, max-age=86400, immutable"))
            .body(bytes))
    }
}

/// Writes a file so that it, and its name in the folder, outlive a power cut.
fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

/// A stored picture as pages show it.
#[derive(Debug, Clone, serde::Serialize, QueryableByName)]
pub struct Shown {
    /// Which file.
    #[diesel(sql_type = SqlUuid)]
    pub id: uuid::Uuid,
    /// What it belongs to.
    #[diesel(sql_type = SqlUuid)]
    pub owner_id: uuid::Uuid,
    /// Pixels across.
    #[diesel(sql_type = Integer)]
    pub width: i32,
    /// Pixels down.
    #[diesel(sql_type = Integer)]
    pub height: i32,
    /// What it shows, in words.
    #[diesel(sql_type = Text)]
    pub alt: String,
    /// Place among the item's pictures.
    #[serde(skip)]
    #[diesel(sql_type = SmallInt)]
    pub position: i16,
}

/// Most pictures of an item.
const MOST_OF_AN_ITEM: i64 = 12;

/// The pictures of some items, in order.
///
/// # Errors
/// When the query fails.
pub fn list_of(conn: &mut PgConnection, owners: &[uuid::Uuid]) -> AppResult<Vec<Shown>> {
    let query = sql(
        "SELECT id, owner_id, width, height, alt, position FROM blobs WHERE owner_id = ANY($1) AND removed_at IS NULL ORDER BY owner_id, position LIMIT $2",
    );
    let most = MOST_OF_AN_ITEM * i64::try_from(owners.len()).unwrap_or(1);
    Ok(query.bind::<diesel::sql_types::Array<SqlUuid>, _>(owners).bind::<BigInt, _>(most).load(conn)?)
}

/// Takes a picture away from an item; whether it was there. Row and file stay for a day, so that it can come back.
///
/// # Errors
/// When the update fails.
pub fn remove<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, owner: ItemRef, id: BlobId) -> AppResult<bool> {
    let now = tx.now();
    set_removed(tx, granted, owner, id, Some(now))
}

/// Brings a picture back that was taken away; whether it was still there.
///
/// # Errors
/// When the update fails.
pub fn restore<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, owner: ItemRef, id: BlobId) -> AppResult<bool> {
    set_removed(tx, granted, owner, id, None)
}

/// Takes all pictures of an item away that is no more; how many there were.
///
/// # Errors
/// When the update fails.
pub fn remove_all_of<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, owner: ItemRef) -> AppResult<usize> {
    let now = tx.now();
    let update = sql("UPDATE blobs SET removed_at = $3 WHERE owner_kind = $1 AND owner_id = $2 AND removed_at IS NULL")
        .bind::<crate::kernel::sql_types::ItemKind, _>(owner.kind)
        .bind::<SqlUuid, _>(owner.id)
        .bind::<Timestamptz, _>(now);
    Ok(update.execute(tx.writing(granted))?)
}

fn set_removed<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, owner: ItemRef, id: BlobId, at: Option<Moment>) -> AppResult<bool> {
    let update = sql(
        "UPDATE blobs SET removed_at = $4 WHERE id = $1 AND owner_kind = $2 AND owner_id = $3 AND (removed_at IS NULL) = ($4 IS NOT NULL)",
    )
    .bind::<SqlUuid, _>(id.0)
    .bind::<crate::kernel::sql_types::ItemKind, _>(owner.kind)
    .bind::<SqlUuid, _>(owner.id)
    .bind::<Nullable<Timestamptz>, _>(at);
    Ok(update.execute(tx.writing(granted))? > 0)
}

/// What a stored picture belongs to.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such file.
pub fn owner_of(conn: &mut PgConnection, id: BlobId) -> AppResult<ItemRef> {
    #[derive(QueryableByName)]
    struct Owner {
        #[diesel(sql_type = crate::kernel::sql_types::ItemKind)]
        owner_kind: crate::kernel::ItemKind,
        #[diesel(sql_type = SqlUuid)]
        owner_id: uuid::Uuid,
    }
    let owner: Option<Owner> = sql("SELECT owner_kind, owner_id FROM blobs WHERE id = $1 AND removed_at IS NULL")
        .bind::<SqlUuid, _>(id.0)
        .get_result(conn)
        .optional()?;
    owner.map(|owner| ItemRef::new(owner.owner_kind, owner.owner_id)).ok_or(AppError::NotFound("file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_calls_itself() {
        assert_eq!(read_picture(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").err(), Some(NOT_A_PICTURE));
        assert_eq!(read_picture(b"\x89PNG\r\n\x1a\nrubbish").err(), Some(NOT_A_PICTURE));
    }

    #[test]
    fn a_picture_is_made_small_and_new() {
        let mut png = Cursor::new(Vec::new());
        image::RgbImage::new(3_000, 10).write_to(&mut png, ImageFormat::Png).expect("encodes");
        let picture = read_picture(&png.into_inner()).expect("is a picture");
        assert_eq!((picture.width, picture.bytes.starts_with(&[0xff, 0xd8])), (1_600, true));
    }

    #[test]
    fn what_shines_through_a_picture_is_white() {
        let mut png = Cursor::new(Vec::new());
        let halves = image::RgbaImage::from_fn(64, 32, |x, _| if x < 32 { Rgba([0, 0, 0, 0]) } else { Rgba([0, 0, 0, 255]) });
        halves.write_to(&mut png, ImageFormat::Png).expect("encodes");
        let picture = read_picture(&png.into_inner()).expect("is a picture");
        let shown = image::load_from_memory(&picture.bytes).expect("is a JPEG").into_rgb8();
        assert!(shown.get_pixel(8, 16).0.iter().all(|colour| *colour > 240), "{:?}", shown.get_pixel(8, 16));
        assert!(shown.get_pixel(56, 16).0.iter().all(|colour| *colour < 15), "{:?}", shown.get_pixel(56, 16));
    }

    /// A PNG whose header says more pixels than any memory holds, and nothing behind it.
    #[test]
    fn a_picture_of_too_many_pixels_is_refused_from_its_header() {
        for (width, height) in [(50_000_u32, 50_000_u32), (1, i32::MAX.unsigned_abs()), (11_999, 11_999)] {
            let mut header = b"IHDR".to_vec();
            header.extend(width.to_be_bytes());
            header.extend(height.to_be_bytes());
            header.extend([8, 6, 0, 0, 0]);
            let mut png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d".to_vec();
            png.extend(&header);
            png.extend(crc32(&header).to_be_bytes());
            png.extend(b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e");
            assert_eq!(read_picture(&png).err(), Some(PICTURE_TOO_LARGE), "{width} x {height}");
        }
    }

    /// Sum at the end of each part of a PNG (ISO 3309).
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }

    /// A JPEG from a phone that was held upright: turned by a quarter, with the place where it was taken.
    fn from_a_phone() -> Vec<u8> {
        let mut jpeg = Cursor::new(Vec::new());
        image::RgbImage::new(40, 20).write_to(&mut jpeg, ImageFormat::Jpeg).expect("encodes");
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"); // Orientation: 6
        exif.extend(b"\x01\x0e\0\x02\0\0\0\x10\0\0\0\x26\0\0\0\0"); // ImageDescription
        exif.extend(b"N 48.13 E 11.58\0");
        let jpeg = jpeg.into_inner();
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend(b"\xff\xe1");
        bytes.extend(u16::try_from(exif.len() + 2).expect("is short").to_be_bytes());
        bytes.extend(&exif);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    #[test]
    fn a_picture_stands_upright_and_says_no_more_where_it_was_taken() {
        let picture = read_picture(&from_a_phone()).expect("is a picture");
        assert_eq!((picture.width, picture.height), (20, 40));
        for left in [&b"Exif"[..], b"48.13"] {
            assert!(!picture.bytes.windows(left.len()).any(|part| part == left));
        }
    }
}

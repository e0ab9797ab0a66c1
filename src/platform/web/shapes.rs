//! Shapes of the API's description that attributes cannot say.
use serde::Serialize;
use std::ops::RangeInclusive;
use utoipa::{
    ToSchema,
    openapi::{
        Array, ArrayBuilder, ObjectBuilder,
        schema::{SchemaType, Type},
    },
};
use uuid::Uuid;

/// A list of texts: what they are, how many, and how long each.
pub fn texts(about: &str, count: RangeInclusive<usize>, length: RangeInclusive<usize>) -> Array {
    let text = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .min_length(Some(*length.start()).filter(|least| *least > 0))
        .max_length(Some(*length.end()));
    let least = Some(*count.start()).filter(|least| *least > 0);
    ArrayBuilder::new().description(Some(about)).items(text).min_items(least).max_items(Some(*count.end())).build()
}

/// A photo, by its address.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoBody {
    /// Which file.
    id: Uuid,
    /// Where the picture is, as JPEG.
    href: String,
    /// Pixels across.
    width: i32,
    /// Pixels down.
    height: i32,
    /// What it shows, in words; may be empty.
    alt: String,
}

impl PhotoBody {
    /// The photo of this file.
    pub fn of(id: Uuid, (width, height): (i32, i32), alt: String) -> Self {
        Self { id, href: format!("/api/v1/files/{id}"), width, height, alt }
    }
    /// Where the picture is.
    pub fn href(&self) -> &str {
        &self.href
    }
}

/// The list, or null.
pub fn nullable(mut list: Array) -> Array {
    list.schema_type = SchemaType::Array(vec![Type::Array, Type::Null]);
    list
}

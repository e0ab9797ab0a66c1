//! Shapes of the API's description that attributes cannot say.
use std::ops::RangeInclusive;
use utoipa::openapi::{
    Array, ArrayBuilder, ObjectBuilder,
    schema::{SchemaType, Type},
};

/// A list of texts: what they are, how many, and how long each.
pub fn texts(about: &str, count: RangeInclusive<usize>, length: RangeInclusive<usize>) -> Array {
    let text = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .min_length(Some(*length.start()).filter(|least| *least > 0))
        .max_length(Some(*length.end()));
    let least = Some(*count.start()).filter(|least| *least > 0);
    ArrayBuilder::new().description(Some(about)).items(text).min_items(least).max_items(Some(*count.end())).build()
}

/// The list, or null.
pub fn nullable(mut list: Array) -> Array {
    list.schema_type = SchemaType::Array(vec![Type::Array, Type::Null]);
    list
}

//! Hand-written SQL that stays prepared. The text must be `'static`, so nothing a person typed can
//! ever become part of a statement; values are bound.
use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    result::QueryResult,
    serialize::ToSql,
    sql_types::{HasSqlType, Untyped},
};
use std::marker::PhantomData;

/// A statement with `$1`, `$2`, … for the values bound to it, in order. Unlike `diesel::sql_query`
/// it keeps its prepared statement, which saves parsing and planning on every call.
pub fn sql(text: &'static str) -> Statement<()> {
    Statement { text, values: () }
}

/// See [`sql`]. Load it into types that are `QueryableByName`.
#[derive(Debug, Clone)]
pub struct Statement<V> {
    text: &'static str,
    values: V,
}

/// Values bound so far, and one more.
#[derive(Debug, Clone)]
pub struct Bound<V, T, ST> {
    before: V,
    value: T,
    kind: PhantomData<ST>,
}

/// A chain of bound values.
pub trait Values {
    /// Collects the values in the order of their placeholders.
    fn collect<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()>;
}

impl Values for () {
    fn collect<'b>(&'b self, _: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        Ok(())
    }
}

impl<V, T, ST> Values for Bound<V, T, ST>
where
    V: Values,
    T: ToSql<ST, Pg>,
    Pg: HasSqlType<ST>,
{
    fn collect<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.before.collect(out.reborrow())?;
        out.push_bind_param_value_only(&self.value)
    }
}

impl<V> Statement<V> {
    /// Binds the next value, as the SQL type named.
    pub fn bind<ST, T>(self, value: T) -> Statement<Bound<V, T, ST>> {
        Statement { text: self.text, values: Bound { before: self.values, value, kind: PhantomData } }
    }
}

impl<V: Values> QueryFragment<Pg> for Statement<V> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(self.text);
        self.values.collect(out)
    }
}

impl<V> QueryId for Statement<V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<V> Query for Statement<V> {
    type SqlType = Untyped;
}

impl<V> RunQueryDsl<PgConnection> for Statement<V> {}

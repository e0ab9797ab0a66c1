//! One connection outside the pool, as the commands and the start of the server need it; when it cannot
//! be had, one sentence that names the setting and says what to change.
use diesel::{Connection as _, ConnectionError, PgConnection};

/// The setting behind every one of these sentences.
const SETTING: &str = "database_url (--database-url, DATABASE_URL)";

/// Opens a connection.
///
/// # Errors
/// One sentence for the person at the command line, without the address and its password.
pub fn connect_once(conninfo: &str) -> anyhow::Result<PgConnection> {
    PgConnection::establish(conninfo).map_err(|error| match error {
        ConnectionError::BadConnection(text) => anyhow::anyhow!(explain(&text)),
        _ => anyhow::anyhow!("{SETTING} is no address of a database; write it as postgres://user:password@host/database"),
    })
}

/// What libpq says, as what to do.
fn explain(text: &str) -> String {
    // Of several addresses that were tried, the last one says it best.
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no reason given");
    let reason = line.rsplit_once("FATAL:").map_or(line, |(_, reason)| reason).trim();
    let quoted = |before: &str| text.split_once(before).and_then(|(_, rest)| rest.split_once('"')).map(|(name, _)| name.to_owned());
    if text.contains("does not exist") && text.contains("database \"") {
        let name = quoted("database \"").unwrap_or_default();
        return format!("{SETTING} names the database \"{name}\", which does not exist; make it with createdb {name}, or name another one");
    }
    if text.contains("password authentication failed") || text.contains("no password supplied") || text.contains("role \"") {
        return format!("{SETTING} is refused by Postgres ({reason}); check the user and the password in it");
    }
    if text.contains("pg_hba.conf") || text.contains("SSL") {
        return format!("{SETTING} is refused by Postgres ({reason}); allow this user and machine in pg_hba.conf, or add ?sslmode=require");
    }
    if text.contains("too many") || text.contains("remaining connection slots") {
        return format!("{SETTING} names a Postgres without a free connection ({reason}); raise its max_connections or lower pool_size");
    }
    if text.contains("starting up") || text.contains("shutting down") || text.contains("recovery") {
        return format!("{SETTING} names a Postgres that is not ready ({reason}); start Proofbench again in a moment");
    }
    if text.contains("translate host name") || text.contains("not known") {
        return format!("{SETTING} names a host that is not known ({reason}); check its spelling");
    }
    if ["invalid", "missing \"=\"", "unrecognized", "URI"].iter().any(|word| text.contains(word)) {
        return format!("{SETTING} is no address of a database ({reason}); write it as postgres://user:password@host/database");
    }
    format!("{SETTING} leads to no running Postgres ({reason}); start it there, or correct host and port")
}

#[cfg(test)]
mod tests {
    use super::{connect_once, explain};

    #[test]
    fn every_failure_names_the_setting_and_what_to_change() {
        for (said, advice) in [
            (
                "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n",
                "start it there",
            ),
            ("connection to server on socket \"/tmp/x/.s.PGSQL.5432\" failed: FATAL:  database \"nope\" does not exist\n", "createdb nope"),
            ("connection to server at \"db\" failed: FATAL:  password authentication failed for user \"ann\"\n", "check the user"),
            ("connection failed: FATAL:  role \"ann\" does not exist\n", "check the user"),
            ("could not translate host name \"nowhere\" to address: Name or service not known\n", "check its spelling"),
            ("FATAL:  sorry, too many clients already", "max_connections"),
            ("FATAL:  the database system is starting up", "in a moment"),
            ("FATAL:  no pg_hba.conf entry for host \"10.0.0.1\"", "pg_hba.conf"),
            ("invalid port number: \"x\"", "postgres://user:password@host/database"),
            ("", "start it there"),
        ] {
            let sentence = explain(said);
            assert!(sentence.starts_with("database_url (--database-url, DATABASE_URL)"), "{sentence}");
            assert!(sentence.contains(advice) && !sentence.contains('\n'), "{said}: {sentence}");
        }
    }

    #[test]
    fn an_unreachable_server_is_said_without_the_password() {
        let error = connect_once("postgres://ann:hunter2@127.0.0.1:1/proofbench").err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains("leads to no running Postgres") && !error.contains("hunter2"), "{error}");
    }
}

//! What a person who writes a configuration may rely on.

use super::*;

fn resolve(settings: &Settings, toml: &str) -> Result<Config> {
    Config::resolve(settings, read_toml(toml)?)
}

/// The whole complaint about a file with this one line.
fn complaint(toml: &str) -> String {
    let outcome = resolve(&Settings::default(), toml);
    outcome.map_or_else(|error| format!("{error:#}"), |_| String::new())
}

#[test]
fn without_any_settings_the_defaults_hold() -> Result<()> {
    let config = resolve(&Settings::default(), "")?;
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.base_url, "http://127.0.0.1:8080");
    assert_eq!(config.postgres_dir(), Path::new("./var/postgres"));
    assert_eq!(config.files_dir, Path::new("./var/files"));
    assert!(config.database_url.is_none() && config.smtp_url.is_none());
    assert!(!config.demo && !config.secure_cookies());
    Ok(())
}

#[test]
fn command_line_and_environment_beat_the_file_and_empty_ones_do_not() -> Result<()> {
    let settings = Settings { workers: Some("3".to_owned()), org_name: Some(String::new()), ..Settings::default() };
    let file = "workers = 5\norg_name = \"Halden\"\ndemo = true\nsession_idle_hours = 24";
    let config = resolve(&settings, file)?;
    assert_eq!(config.workers, 3);
    assert_eq!(config.org_name, "Halden");
    assert!(config.demo);
    assert_eq!(config.session_idle, Duration::from_hours(24));
    Ok(())
}

#[test]
fn addresses_are_made_fit_for_browsers_and_proxies() -> Result<()> {
    let file = "listen = \"0.0.0.0:80\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]";
    let config = resolve(&Settings::default(), file)?;
    assert_eq!(config.base_url, "http://localhost");
    assert!(config.base_url_is_derived());
    assert_eq!(config.trusted_proxies.len(), 2);
    let file = "base_url = \"https://ideas.example.com/\"";
    let config = resolve(&Settings::default(), file)?;
    assert_eq!(config.base_url, "https://ideas.example.com");
    assert!(config.secure_cookies() && !config.base_url_is_derived());
    for (given, kept) in [
        ("https://ideas.example.com:443", "https://ideas.example.com"),
        ("https://ideas.example.com:8443", "https://ideas.example.com:8443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://10.0.0.5:80/", "http://10.0.0.5"),
    ] {
        assert_eq!(resolve(&Settings::default(), &format!("base_url = \"{given}\""))?.base_url, kept);
    }
    Ok(())
}

#[test]
fn a_free_port_is_taken_only_where_the_address_is_said() -> Result<()> {
    assert!(complaint("listen = \"127.0.0.1:0\"").starts_with("listen (--listen, PROOFBENCH_LISTEN) is \"127.0.0.1:0\"; name a port"));
    let config = resolve(&Settings::default(), "listen = \"127.0.0.1:0\"\nbase_url = \"https://ideas.example.com\"")?;
    assert_eq!(config.listen.port(), 0);
    Ok(())
}

#[test]
fn the_private_postgres_has_fewer_connections_than_one_of_your_own() -> Result<()> {
    assert!(complaint("pool_size = 500").contains("at most 50"));
    let config = resolve(&Settings::default(), "pool_size = 500\ndatabase_url = \"postgres://host/db\"")?;
    assert_eq!(config.pool_size, 500);
    assert_eq!(resolve(&Settings::default(), "pool_size = 50")?.pool_size, 50);
    Ok(())
}

#[test]
fn a_sender_whose_name_has_a_comma_is_told_to_quote_it() -> Result<()> {
    let said = complaint("mail_from = 'Firma, GmbH <x@y.de>'");
    assert!(said.ends_with("put the name in quotes: \"Firma, GmbH\" <x@y.de>"), "{said}");
    for sender in ["\"Firma, GmbH\" <x@y.de>", "Müller & Söhne <x@y.de>", "x@y.de", "Proofbench <proofbench@localhost>"] {
        assert_eq!(resolve(&Settings::default(), &format!("mail_from = '{sender}'"))?.mail_from, sender);
    }
    Ok(())
}

#[test]
fn what_is_logged_may_be_said_by_level_and_target() -> Result<()> {
    for filter in ["info", "WARN", "proofbench=debug,warn", "info,actix_server=warn", "off", "[request]"] {
        assert_eq!(resolve(&Settings::default(), &format!("log_filter = \"{filter}\""))?.log_filter, filter);
    }
    Ok(())
}

#[test]
fn a_wrong_value_is_one_sentence_with_name_value_and_advice() {
    assert_eq!(
        complaint("pool_size = \"many\""),
        "pool_size (--pool-size, PROOFBENCH_POOL_SIZE) is \"many\"; write a number from 1 to 500"
    );
    for wrong in [
        "listen = \"localhost\"",
        "base_url = \"ideas.example.com\"",
        "base_url = \"https://example.com/ideas\"",
        "base_url = \"https://example.com:notaport\"",
        "base_url = \"https://example.com:0\"",
        "base_url = \"https://:443\"",
        "base_url = \"https://[::1\"",
        "base_url = \"https://müller.example\"",
        "listen = \"127.0.0.1:0\"",
        "pool_size = 51",
        "workers = 0",
        "default_language = \"xx\"",
        "time_zone = \"Berlin\"",
        "mail_from = \"nobody\"",
        "mail_from = \"a@b@c\"",
        "mail_from = \"a@example.com, b@example.com\"",
        "trusted_proxies = \"10.0.0.0/99\"",
        "log_format = \"xml\"",
        "log_filter = \"===\"",
        "log_filter = \"loud\"",
        "log_filter = \"info,proofbench=loud\"",
        "demo = \"maybe\"",
        "session_absolute_hours = 5",
        "smtp_url = \"mail.example.com\"",
        "smtp_url = \"smtp://\"",
        "smtp_url = \"smtps://u:p@\"",
        "smtp_url = \"smtps://u:p@host:port\"",
        "workers = -1",
    ] {
        let text = complaint(wrong);
        assert!(!text.is_empty(), "{wrong} was accepted");
        assert!(!text.contains('\n'), "{text}");
    }
}

#[test]
fn passwords_are_neither_complained_about_aloud_nor_printed() -> Result<()> {
    let text = complaint("database_url = \"mysql://me:hunter2@host/db\"");
    assert!(text.contains("DATABASE_URL") && !text.contains("hunter2"), "{text}");
    let text = complaint("base_url = \"https://me:hunter2@ideas.example.com\"");
    assert!(text.contains("leave out user and password") && !text.contains("hunter2"), "{text}");
    let file = "database_url = \"postgres://me:hunter2@host/db\"";
    let config = resolve(&Settings::default(), file)?;
    assert!(!format!("{config:?}").contains("hunter2"));
    Ok(())
}

#[test]
fn a_mail_server_that_can_be_reached_is_taken() -> Result<()> {
    for url in ["smtp://localhost:25", "smtps://me:pass%40word@mail.example.com:465", "smtp://mail.example.com:587?tls=required"] {
        assert!(resolve(&Settings::default(), &format!("smtp_url = \"{url}\""))?.smtp_url.is_some(), "{url}");
    }
    Ok(())
}

#[test]
fn a_negative_number_is_a_value_and_no_option() {
    let command = Settings::augment_args(Command::new("settings"));
    let read = command.try_get_matches_from(["settings", "--workers", "-1"]).expect("it is read");
    assert_eq!(read.get_one::<String>("workers").map(String::as_str), Some("-1"));
}

#[test]
fn a_variable_that_is_no_setting_is_named_with_the_nearest_that_is() {
    let names = ["PROOFBENCH_LISTN", "PROOFBENCH_WORKERS", "PROOFBENCH_DATABASE_URL", "PROOFBENCH_COLOUR_OF_DOORS", "PATH"];
    let said = Config::unknown_variables(names.into_iter().map(str::to_owned));
    assert_eq!(
        said,
        [
            "PROOFBENCH_LISTN is no setting; did you mean PROOFBENCH_LISTEN?",
            "PROOFBENCH_DATABASE_URL is no setting; did you mean DATABASE_URL?",
            "PROOFBENCH_COLOUR_OF_DOORS is no setting; see `proofbench serve --help` for the names",
        ]
    );
}

#[test]
fn unknown_keys_tables_and_broken_files_are_refused() {
    assert!(complaint("colour = \"red\"").starts_with("`colour` is no setting"));
    assert!(complaint("[mail]\nfrom = \"a@b\"").contains("`mail` is no setting"));
    assert!(complaint("listen = 1.5").contains("write one text"));
    assert!(complaint("demo = true\nlisten = \n").starts_with("line 2 is not TOML"));
}

#[test]
fn every_setting_has_a_default_and_a_line_in_the_reference() {
    let command = Settings::augment_args(Command::new("settings"));
    let names: Vec<&str> = command.get_arguments().map(|argument| argument.get_id().as_str()).filter(|name| *name != "config").collect();
    let known: Vec<&str> = FALLBACKS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);
    let reference = Config::documentation();
    assert_eq!(reference.lines().count(), 2 + 1 + known.len());
    assert!(reference.contains("| `listen` | `PROOFBENCH_LISTEN` | `127.0.0.1:8080` |"));
}

#[test]
fn the_secret_is_made_once_kept_and_closed_to_others() -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::env::temp_dir().join(format!("proofbench-secret-{}", std::process::id()));
    let mut config = resolve(&Settings::default(), "")?;
    config.secret_file = folder.join("secret");
    let first = config.secret()?;
    assert_eq!(config.secret()?, first);
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(&config.secret_file, mode(0o644))?;
    assert!(config.secret().is_err());
    std::fs::set_permissions(&config.secret_file, mode(0o600))?;
    std::fs::write(&config.secret_file, "short")?;
    assert!(config.secret().is_err());
    Ok(std::fs::remove_dir_all(folder)?)
}

#[test]
fn the_readmes_table_of_settings_is_the_programs_own() {
    const MARK: &str = "<!-- settings: the table the program prints of itself -->";
    const END: &str = "<!-- settings end -->";
    let readme = include_str!("../../../README.md");
    let (_, rest) = readme.split_once(MARK).expect("the README marks the table");
    let (table, _) = rest.split_once(END).expect("the README marks its end");
    let table: String = table.trim().to_owned();
    let documented = Config::documentation();
    let whole = format!("{MARK}\n{table}\n{END}");
    if std::env::var_os("UPDATE_README").is_some() {
        let fresh = readme.replace(&whole, &format!("{MARK}\n{}\n{END}", documented.trim()));
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"), fresh).expect("the README can be written");
        return;
    }
    assert_eq!(table, documented.trim(), "run the tests once with UPDATE_README=1");
}

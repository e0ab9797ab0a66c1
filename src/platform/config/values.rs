//! One setting at a time: its text, and what the text means; each complaint is one sentence.

use std::collections::BTreeMap;
use std::net::{Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Result;
use ipnet::IpNet;
use secrecy::SecretString;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use super::{FALLBACKS, Fallback, Settings};
use crate::platform::mail::{reads_sender, reads_url};

/// The private cluster allows 60; some are left for live updates and for commands beside the server.
const MOST_PRIVATE_CONNECTIONS: usize = 50;

/// One text per setting, with defaults, before it is read.
pub(super) struct Values(BTreeMap<String, String>);

impl Values {
    pub(super) fn merge(settings: &Settings, file: BTreeMap<String, String>) -> Result<Self> {
        let mut values: BTreeMap<String, String> = FALLBACKS
            .iter()
            .filter_map(|(name, fallback)| match fallback {
                Fallback::Value(value) => Some(((*name).to_owned(), (*value).to_owned())),
                Fallback::Derived(_) => None,
            })
            .collect();
        // Clap has already put the command line over the environment.
        let given = toml::Table::try_from(settings)?;
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
        for (name, value) in file.into_iter().chain(given) {
            // An empty variable, as compose files write them, means unset.
            if !value.trim().is_empty() {
                values.insert(name, value.trim().to_owned());
            }
        }
        Ok(Self(values))
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// The one form of every complaint.
    fn wrong(&self, name: &str, advice: &str) -> anyhow::Error {
        let flag = name.replace('_', "-");
        let variable = match name {
            "database_url" => "DATABASE_URL".to_owned(),
            _ => format!("PROOFBENCH_{}", name.to_uppercase()),
        };
        let shown = match name {
            // These may hold a password.
            "database_url" | "smtp_url" => "not usable".to_owned(),
            "base_url" if self.text(name).contains('@') => "not usable".to_owned(),
            _ => format!("\"{}\"", self.text(name)),
        };
        anyhow::anyhow!("{name} (--{flag}, {variable}) is {shown}; {advice}")
    }

    pub(super) fn parsed<T: FromStr>(&self, name: &str, advice: &str) -> Result<T> {
        self.text(name).parse().map_err(|_| self.wrong(name, advice))
    }

    pub(super) fn number(&self, name: &str, range: std::ops::RangeInclusive<usize>, default: usize) -> Result<usize> {
        let Some(text) = self.0.get(name) else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            let (low, high) = (range.start(), range.end());
            self.wrong(name, &format!("write a number from {low} to {high}"))
        })
    }

    pub(super) fn one_of(&self, name: &str, choices: &[&str]) -> Result<String> {
        let text = self.text(name);
        if choices.contains(&text.as_str()) {
            return Ok(text);
        }
        Err(self.wrong(name, &format!("write {}", choices.join(" or "))))
    }

    pub(super) fn switch(&self, name: &str) -> Result<bool> {
        match self.text(name).to_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(self.wrong(name, "write true or false")),
        }
    }

    pub(super) fn pool_size(&self, default: usize) -> Result<u32> {
        let size = self.number("pool_size", 1..=500, default)?;
        if size > MOST_PRIVATE_CONNECTIONS && !self.0.contains_key("database_url") {
            let advice = format!("the private Postgres takes at most {MOST_PRIVATE_CONNECTIONS}: write that or less, or set DATABASE_URL");
            return Err(self.wrong("pool_size", &advice));
        }
        Ok(u32::try_from(size)?)
    }

    pub(super) fn log_filter(&self) -> Result<String> {
        let text = self.text("log_filter");
        // A bare word that is no level would be the name of a target that nothing logs under: silence.
        let silences = |part: &str| !part.contains(['=', '[', '}']) && part.parse::<LevelFilter>().is_err();
        if !text.split(',').any(silences) && EnvFilter::try_new(&text).is_ok() {
            return Ok(text);
        }
        Err(self.wrong("log_filter", "write a level, such as info, or targets with levels, such as proofbench=debug,warn"))
    }

    pub(super) fn path(&self, name: &str, data_dir: &Path, default: &str) -> PathBuf {
        self.0.get(name).map_or_else(|| data_dir.join(default), PathBuf::from)
    }

    pub(super) fn url(&self, name: &str, beginnings: &[&str]) -> Result<Option<SecretString>> {
        let Some(text) = self.0.get(name) else {
            return Ok(None);
        };
        if beginnings.iter().any(|begin| text.starts_with(begin)) {
            return Ok(Some(SecretString::from(text.clone())));
        }
        let advice = format!("begin it with {}", beginnings.join(" or "));
        Err(self.wrong(name, &advice))
    }

    pub(super) fn smtp_url(&self) -> Result<Option<SecretString>> {
        let url = self.url("smtp_url", &["smtp://", "smtps://"])?;
        let server = self.text("smtp_url");
        // After the scheme and before the path: the server, behind who signs in there.
        let place = server.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?']).next().unwrap_or(""));
        let host = place.rsplit('@').next().unwrap_or("");
        match url {
            Some(_) if host.is_empty() || host.starts_with(':') || !reads_url(&server) => {
                Err(self.wrong("smtp_url", "write it as smtps://user:password@mail.example.com:465 or smtp://mail.example.com:25"))
            }
            url => Ok(url),
        }
    }

    pub(super) fn base_url(&self, listen: SocketAddr) -> Result<String> {
        let Some(text) = self.0.get("base_url") else {
            if listen.port() == 0 {
                return Err(self.wrong("listen", "name a port, such as 127.0.0.1:8080, or say with base_url where people find it"));
            }
            return Ok(local_url(listen));
        };
        let address = text.trim_end_matches('/');
        let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let advice = match host {
            Some(host) if is_host(host) => return Ok(without_usual_port(address).to_owned()),
            Some(host) if host.contains('@') => "leave out user and password, as in https://ideas.example.com",
            Some(host) if !host.is_ascii() => "write the name as browsers send it, such as https://xn--mller-kva.example",
            _ => "write the whole address without a path, such as https://ideas.example.com or http://10.0.0.5:8080",
        };
        Err(self.wrong("base_url", advice))
    }

    pub(super) fn mail_from(&self) -> Result<String> {
        let text = self.text("mail_from");
        if reads_sender(&text) {
            return Ok(text);
        }
        // Commas and the like are signs of their own outside quotes (RFC 5322, section 3.2.3).
        let quoted = text.rsplit_once('<').map(|(name, address)| format!("\"{}\" <{address}", name.replace(['"', '\\'], "").trim()));
        Err(match quoted.filter(|quoted| reads_sender(quoted)) {
            Some(quoted) => self.wrong("mail_from", &format!("put the name in quotes: {quoted}")),
            None => self.wrong("mail_from", "write one address, such as Proofbench <ideas@example.com>"),
        })
    }

    pub(super) fn networks(&self, name: &str) -> Result<Vec<IpNet>> {
        let text = self.text(name);
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                let single = part.parse::<std::net::IpAddr>().map(IpNet::from);
                part.parse().or(single).map_err(|_| self.wrong(name, "write addresses or networks such as 10.0.0.0/8, separated by commas"))
            })
            .collect()
    }
}

/// Where a browser on this machine finds the server.
pub(super) fn local_url(listen: SocketAddr) -> String {
    // "Any address" is none that a browser can open.
    let address = if listen.ip().is_unspecified() { format!("http://localhost:{}", listen.port()) } else { format!("http://{listen}") };
    without_usual_port(&address).to_owned()
}

/// Browsers leave the usual port out of `Host` and `Origin`.
fn without_usual_port(address: &str) -> &str {
    let usual = if address.starts_with("https://") { ":443" } else { ":80" };
    address.strip_suffix(usual).unwrap_or(address)
}

/// Whether this is a name or an address, with or without a port.
fn is_host(text: &str) -> bool {
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    if let Some((address, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.parse::<Ipv6Addr>().is_ok() && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    !name.is_empty() && name.bytes().all(plain) && port.is_none_or(is_port)
}

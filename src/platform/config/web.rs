//! What the configuration says about requests: own hosts and origins, trusted proxies, session spans.
use super::{Config, values::local_url};
use crate::platform::words::Lang;
use chrono::TimeDelta;
use chrono_tz::Tz;
use std::net::IpAddr;

impl Config {
    /// The address people use, without a slash at its end; links in mail start with it.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.base_url.trim_end_matches('/')
    }

    /// Whether nobody said how people reach the server, so that it is only where this machine finds it.
    #[must_use]
    pub fn base_url_is_derived(&self) -> bool {
        self.base_url == local_url(self.listen)
    }

    /// Reached over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.secure_cookies()
    }

    fn own_host(&self) -> &str {
        self.base_url().split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""))
    }

    /// Whether a `Host` header names us: the base URL's host, or the address we listen on.
    #[must_use]
    pub fn serves_host(&self, host: &str) -> bool {
        host.eq_ignore_ascii_case(self.own_host())
            || host == self.listen.to_string()
            || (self.listen.ip().is_loopback() && host == format!("localhost:{}", self.listen.port()))
    }

    /// Whether an `Origin` header names us.
    #[must_use]
    pub fn is_own_origin(&self, origin: &str) -> bool {
        origin.split_once("://").is_some_and(|(scheme, host)| {
            let same_scheme = self.base_url().starts_with(&format!("{scheme}://"))
                || (scheme == "http" && self.listen.ip().is_loopback() && !self.is_https());
            same_scheme && self.serves_host(host)
        })
    }

    /// Whether a peer is a proxy whose word about the client's address counts.
    #[must_use]
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(&peer))
    }

    /// Language where neither the person nor the browser says one.
    #[must_use]
    pub fn default_language(&self) -> Lang {
        Lang::parse(&self.default_language).unwrap_or(Lang::En)
    }

    /// Zone where the person says none.
    #[must_use]
    pub fn time_zone(&self) -> Tz {
        self.time_zone
    }

    /// A session unused for this long is over.
    #[must_use]
    pub fn session_idle(&self) -> TimeDelta {
        TimeDelta::from_std(self.session_idle).unwrap_or(TimeDelta::days(14))
    }

    /// A session is over after this long, used or not.
    #[must_use]
    pub fn session_absolute(&self) -> TimeDelta {
        TimeDelta::from_std(self.session_absolute).unwrap_or(TimeDelta::days(30))
    }

    /// The same in whole days, for the cookie.
    #[must_use]
    pub fn session_absolute_days(&self) -> i64 {
        self.session_absolute().num_days().max(1)
    }
}

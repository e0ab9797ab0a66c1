//! Every word on a screen or in a mail: Fluent files per language, numbers and dates by locale.
use crate::kernel::Moment;
use chrono::{Datelike, TimeDelta};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use rust_embed::RustEmbed;
use std::{borrow::Cow, collections::BTreeMap};
use unic_langid::LanguageIdentifier;

/// The Fluent files, inside the binary (read from disk in development).
#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    En,
    /// German.
    De,
    /// English with every letter changed and brackets around: what stays plain is hard-coded.
    Pseudo,
}

impl Lang {
    /// Languages people can choose.
    pub const OFFERED: &'static [Self] = &[Self::En, Self::De];

    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Pseudo => "en-XA",
        }
    }

    /// The language of a tag, when it is one of ours.
    pub fn parse(tag: &str) -> Option<Self> {
        [Self::En, Self::De, Self::Pseudo].into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(tag.trim()))
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110, section 12.5.4).
    pub fn negotiate(header: &str) -> Option<Self> {
        let mut wishes: Vec<(f32, &str)> = header
            .split(',')
            .take(20)
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let tag = pieces.next()?.trim();
                let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
                (weight > 0.0).then_some((weight, tag))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.into_iter().find_map(|(_, tag)| Self::parse(tag).or_else(|| tag.split('-').next().and_then(Self::parse)))
    }

    fn locale(self) -> chrono::Locale {
        match self {
            Self::En | Self::Pseudo => chrono::Locale::en_GB,
            Self::De => chrono::Locale::de_DE,
        }
    }
}

/// All texts in all languages.
pub struct Words {
    bundles: BTreeMap<Lang, FluentBundle<FluentResource>>,
}

impl Words {
    /// Reads the Fluent files.
    ///
    /// # Errors
    /// When a file has a syntax error or a key stands twice.
    pub fn load() -> anyhow::Result<Self> {
        let mut bundles = BTreeMap::new();
        for lang in [Lang::En, Lang::De, Lang::Pseudo] {
            let folder = if lang == Lang::De { "de/" } else { "en/" };
            let locale: LanguageIdentifier = lang.tag().parse()?;
            let mut bundle = FluentBundle::new_concurrent(vec![locale]);
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(match lang {
                Lang::De => format_de,
                Lang::En | Lang::Pseudo => format_en,
            }));
            bundle.add_builtins().map_err(|error| anyhow::anyhow!("built-in functions: {error:?}"))?;
            if lang == Lang::Pseudo {
                bundle.set_transform(Some(pseudo));
            }
            for name in Locales::iter().filter(|name| name.starts_with(folder)) {
                let file = Locales::get(&name).ok_or_else(|| anyhow::anyhow!("{name} vanished"))?;
                let text = String::from_utf8(file.data.into_owned())?;
                let resource = FluentResource::try_new(text).map_err(|(_, errors)| anyhow::anyhow!("{name}: {errors:?}"))?;
                bundle.add_resource(resource).map_err(|errors| anyhow::anyhow!("{name}: {errors:?}"))?;
            }
            bundles.insert(lang, bundle);
        }
        Ok(Self { bundles })
    }

    /// Whether the key exists in the language.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundles.get(&lang).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The text of a key. A missing key shows itself, so that tests and eyes find it.
    pub fn text(&self, lang: Lang, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let found = self.bundles.get(&lang).and_then(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
            if !errors.is_empty() {
                tracing::warn!(key, ?errors, "text with a hole");
            }
            Some(if lang == Lang::Pseudo { format!("⟦{text}⟧") } else { text })
        });
        found.unwrap_or_else(|| format!("{{{key}}}"))
    }

    /// The text of a key that takes no arguments.
    pub fn plain(&self, lang: Lang, key: &str) -> String {
        self.text(lang, key, None)
    }

    /// "3 hours ago", "in 2 days", or the date beyond a month.
    pub fn relative(&self, lang: Lang, at: Moment, now: Moment, zone: Tz) -> String {
        let span = at - now;
        let (key, count) = match span.abs() {
            d if d < TimeDelta::minutes(1) => return self.plain(lang, "time-now"),
            d if d < TimeDelta::hours(1) => ("minutes", d.num_minutes()),
            d if d < TimeDelta::hours(48) => ("hours", d.num_hours()),
            d if d < TimeDelta::days(31) => ("days", d.num_days()),
            _ => return self.date(lang, at, zone),
        };
        let direction = if span < TimeDelta::zero() { "ago" } else { "in" };
        let mut args = FluentArgs::new();
        args.set("count", count);
        self.text(lang, &format!("time-{direction}-{key}"), Some(&args))
    }

    /// A date with its year: "27 Nov 2026", "27. Nov. 2026".
    pub fn date(&self, lang: Lang, at: Moment, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        let pattern = match lang {
            Lang::De => format!("%-d. {} %Y", short_month(local.month0())),
            Lang::En | Lang::Pseudo => "%-d %b %Y".to_owned(),
        };
        local.format_localized(&pattern, lang.locale()).to_string()
    }

    /// Weekday, date, time and zone: "Fri 27 Nov, 17:00 CET", "Fr, 27. Nov., 17:00 CET"; with the year when it is another one.
    pub fn moment(&self, lang: Lang, at: Moment, now: Moment, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        let same_year = local.year() == now.with_timezone(&zone).year();
        let year = if same_year { "" } else { " %Y" };
        let pattern = match lang {
            Lang::De => format!("%a, %-d. {}{year}, %H:%M %Z", short_month(local.month0())),
            Lang::En | Lang::Pseudo => format!("%a %-d %b{year}, %H:%M %Z"),
        };
        local.format_localized(&pattern, lang.locale()).to_string()
    }
}

/// A German month as CLDR shortens it, counted from 0. Chrono's locale leaves the full stops out.
fn short_month(month0: u32) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
    MONTHS.get(month0 as usize).copied().unwrap_or_default()
}

/// A number with the separators of the language, with as many decimals as it needs (three at most). Both languages
/// group from four digits on, as CLDR has it.
pub fn number(lang: Lang, value: f64) -> String {
    written(lang, value, 0)
}

/// An amount of money: always two decimals.
fn money(lang: Lang, value: f64) -> String {
    written(lang, (value * 100.0).round() / 100.0, 2)
}

/// A measured number with every digit that it has; separators as [`number`] writes them.
pub fn exact(lang: Lang, value: f64) -> String {
    separated(lang, value < 0.0, &value.abs().to_string(), 0)
}

fn written(lang: Lang, value: f64, least_decimals: usize) -> String {
    separated(lang, value < 0.0, &format!("{:.3}", value.abs()), least_decimals)
}

/// Digits with a point before their decimals, with the separators of the language.
fn separated(lang: Lang, negative: bool, text: &str, least_decimals: usize) -> String {
    let (group, point) = match lang {
        Lang::De => ('.', ','),
        Lang::En | Lang::Pseudo => (',', '.'),
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut out = String::new();
    if negative {
        out.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    let needed = decimals.trim_end_matches('0').len().max(least_decimals);
    let decimals = decimals.get(..needed).unwrap_or(decimals);
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

fn format_number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(n) if n.options.minimum_fraction_digits == Some(2) => Some(money(lang, n.value)),
        FluentValue::Number(n) => Some(number(lang, n.value)),
        _ => None,
    }
}
fn format_en<M: fluent_bundle::memoizer::MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format_number(Lang::En, value)
}
fn format_de<M: fluent_bundle::memoizer::MemoizerKind>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format_number(Lang::De, value)
}

/// Every letter gets an accent, so that text that did not come from here stands out.
fn pseudo(text: &str) -> Cow<'_, str> {
    text.chars()
        .map(|c| match c {
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ö',
            'u' => 'ü',
            'A' => 'Á',
            'E' => 'É',
            'I' => 'Í',
            'O' => 'Ö',
            'U' => 'Ü',
            'c' => 'ç',
            'n' => 'ñ',
            's' => 'š',
            'y' => 'ý',
            'z' => 'ž',
            other => other,
        })
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_language_that_we_have_wins() {
        assert_eq!(Lang::negotiate("fr-CH, de-AT;q=0.8, en;q=0.7"), Some(Lang::De));
        assert_eq!(Lang::negotiate("en;q=0.2, de;q=0"), Some(Lang::En));
        assert_eq!(Lang::negotiate("fr, *;q=0.5"), None);
    }

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(Lang::En, 29802.5), "29,802.5");
        assert_eq!(number(Lang::De, 29802.5), "29.802,5");
        assert_eq!(number(Lang::En, 4711.0), "4,711");
        assert_eq!(number(Lang::De, 4711.0), "4.711");
        assert_eq!(number(Lang::De, -0.25), "−0,25");
        assert_eq!(money(Lang::En, 2875.0), "2,875.00");
        assert_eq!(money(Lang::De, 12.5), "12,50");
    }

    #[test]
    fn a_measured_number_keeps_every_digit() {
        assert_eq!(exact(Lang::En, 0.000_000_4), "0.0000004");
        assert_eq!(exact(Lang::De, -12.345_678), "−12,345678");
        assert_eq!(exact(Lang::En, 29_802.5), "29,802.5");
        assert_eq!(exact(Lang::De, 29_802.0), "29.802");
        assert_eq!(exact(Lang::De, 0.0), "0");
    }

    #[test]
    fn german_months_are_shortened_with_a_full_stop() {
        let words = Words::load().expect("Fluent files");
        let at = |text: &str| chrono::DateTime::parse_from_rfc3339(text).expect("a moment").to_utc();
        let (november, june) = (at("2026-11-27T16:00:00Z"), at("2027-06-01T16:00:00Z"));
        assert_eq!(words.date(Lang::De, november, Tz::UTC), "27. Nov. 2026");
        assert_eq!(words.date(Lang::En, november, Tz::UTC), "27 Nov 2026");
        assert_eq!(words.moment(Lang::De, november, november, Tz::UTC), "Fr, 27. Nov., 16:00 UTC");
        assert_eq!(words.moment(Lang::De, june, november, Tz::UTC), "Di, 1. Juni 2027, 16:00 UTC");
        assert_eq!(words.moment(Lang::En, june, november, Tz::UTC), "Tue 1 Jun 2027, 16:00 UTC");
    }

    #[test]
    fn every_language_has_the_same_keys_with_the_same_arguments() {
        let keys = |folder: &str| -> BTreeMap<String, Vec<String>> {
            Locales::iter()
                .filter(|name| name.starts_with(folder))
                .flat_map(|name| {
                    let file = Locales::get(&name).expect("listed");
                    let text = String::from_utf8(file.data.into_owned()).expect("utf-8");
                    let mut found: Vec<(String, Vec<String>)> = Vec::new();
                    for line in text.lines() {
                        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with([' ', '#', '}', '*', '['])) {
                            found.push((key.to_owned(), Vec::new()));
                        }
                        for piece in line.split('$').skip(1) {
                            let name: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
                            if let Some((_, names)) = found.last_mut() {
                                names.push(name);
                                names.sort();
                                names.dedup();
                            }
                        }
                    }
                    found
                })
                .collect()
        };
        let (english, german) = (keys("en/"), keys("de/"));
        assert!(!english.is_empty());
        assert_eq!(english, german);
    }

    #[test]
    fn every_message_after_an_action_ends_as_a_sentence() {
        let words = Words::load().expect("Fluent files");
        for lang in Lang::OFFERED {
            let folder = format!("{}/", lang.tag());
            for name in Locales::iter().filter(|name| name.starts_with(&folder)) {
                let text = String::from_utf8(Locales::get(&name).expect("listed").data.into_owned()).expect("utf-8");
                for key in
                    text.lines().filter(|line| line.starts_with("toast-")).filter_map(|line| line.split_once(" =").map(|(key, _)| key))
                {
                    let said = words.plain(*lang, key);
                    assert!(said.ends_with(['.', '?', '!']), "{key} in {name}: {said}");
                }
            }
        }
    }
}

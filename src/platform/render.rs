//! Templates: embedded, autoescaped, with the functions they may call.
use super::{
    assets::Assets,
    words::{Lang, Words, exact, number},
};
use crate::kernel::Moment;
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue};
use rust_embed::RustEmbed;
use std::{cell::Cell, sync::Arc};
use tera::{Context, Kwargs, State, Tera, Value};
use uuid::Uuid;

/// The templates, inside the binary.
#[derive(RustEmbed)]
#[folder = "templates"]
struct Files;

/// In which language, zone and moment a page is rendered.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// Language of the words.
    pub lang: Lang,
    /// Zone of the times.
    pub zone: Tz,
    /// Now.
    pub now: Moment,
}

thread_local! {
    /// The reader of the page that this thread renders; components see no variables but their own.
    static READER: Cell<Reader> = const { Cell::new(Reader { lang: Lang::En, zone: Tz::UTC, now: DateTime::UNIX_EPOCH }) };
}

/// All templates. Cheap to clone.
#[derive(Clone)]
pub struct Templates {
    tera: Arc<Tera>,
}

impl Templates {
    /// Parses every template.
    ///
    /// # Errors
    /// When one does not parse, or extends another that is missing.
    pub fn load(words: Arc<Words>, assets: Assets) -> anyhow::Result<Self> {
        let mut tera = Tera::new();
        register(&mut tera, words, assets);
        let mut sources = Vec::new();
        for name in Files::iter() {
            let file = Files::get(&name).ok_or_else(|| anyhow::anyhow!("{name} vanished"))?;
            sources.push((name.to_string(), String::from_utf8(file.data.into_owned())?));
        }
        tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
        Ok(Self { tera: Arc::new(tera) })
    }

    /// Renders a template for a reader.
    ///
    /// # Errors
    /// When the template asks for something the context does not hold.
    pub fn render(&self, template: &str, context: &Context, reader: Reader) -> anyhow::Result<String> {
        READER.set(reader);
        Ok(self.tera.render(template, context)?)
    }
}

fn register(tera: &mut Tera, words: Arc<Words>, assets: Assets) {
    let texts = words.clone();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        let key: String = kwargs.must_get("key")?;
        let mut args = FluentArgs::new();
        for (name, value) in kwargs.iter().filter(|(name, _)| name.as_str() != Some("key")) {
            // A number that names something is no amount: idea 1204 is not "idea 1,204".
            let value = if name.as_str() == Some("number") { FluentValue::from(value.to_string()) } else { fluent_value(value) };
            args.set(name.to_string(), value);
        }
        Ok(texts.text(READER.get().lang, &key, Some(&args)))
    });
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(assets.url(kwargs.must_get::<&str>("name")?))
    });
    tera.register_function("once", |_: Kwargs, _: &State| Uuid::now_v7().to_string());
    tera.register_function("number", |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(number(READER.get().lang, kwargs.must_get::<f64>("value")?))
    });
    tera.register_function("exact", |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(exact(READER.get().lang, kwargs.must_get::<f64>("value")?))
    });
    let texts = words.clone();
    tera.register_function("date", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        let reader = READER.get();
        Ok(texts.date(reader.lang, moment(&kwargs)?, reader.zone))
    });
    // HTML knows no finer fraction of a second than the millisecond.
    tera.register_function("machine_time", |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(moment(&kwargs)?.to_rfc3339_opts(SecondsFormat::Secs, true))
    });
    let texts = words.clone();
    tera.register_function("moment", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        let reader = READER.get();
        Ok(texts.moment(reader.lang, moment(&kwargs)?, reader.now, reader.zone))
    });
    tera.register_function("relative", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
        let reader = READER.get();
        Ok(words.relative(reader.lang, moment(&kwargs)?, reader.now, reader.zone))
    });
}

fn moment(kwargs: &Kwargs) -> tera::TeraResult<Moment> {
    let text: String = kwargs.must_get("at")?;
    DateTime::parse_from_rfc3339(&text)
        .map(|at| at.to_utc())
        .map_err(|error| tera::Error::message(format!("`{text}` is no moment: {error}")))
}

fn fluent_value(value: &Value) -> FluentValue<'static> {
    match value.as_f64() {
        Some(number) => FluentValue::from(number),
        None => FluentValue::from(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        let words = Arc::new(Words::load().expect("the words load"));
        let assets = Assets::load().expect("the front end is built");
        if let Err(error) = Templates::load(words, assets) {
            panic!("{error}");
        }
    }
}

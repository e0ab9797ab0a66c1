//! The form of a new idea as it is sent and kept: texts, answers, pictures.
use super::new::Scene;
use crate::domains::{
    campaigns,
    ideas::{
        actions::{self, Proposal},
        rules::{self, Wording},
    },
};
use crate::kernel::Refusal;
use crate::platform::{
    error::AppResult,
    files::{self, Picture},
    web::{SentFile, Uploaded},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The form as it is sent, without its photos.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IdeaForm {
    campaign: String,
    title: String,
    body: String,
    tags: String,
    audience: String,
    field_id: Vec<Uuid>,
    field_value: Vec<String>,
    accept_terms: String,
    checked: String,
    /// The campaign was chosen by a button, without script.
    choose: String,
    /// Kept for later, not sent.
    keep: String,
    alt: Vec<String>,
}

/// What somebody wants who sends the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// To submit the idea, unless one like it is there.
    Send,
    /// To submit it; what is like it was on the page.
    SendAnyway,
    /// To see what the chosen campaign asks.
    Choose,
    /// To go on with it another time.
    Keep,
}

impl IdeaForm {
    pub(super) fn wish(&self) -> Wish {
        match (self.choose.as_str(), self.keep.as_str(), self.checked.as_str()) {
            ("", "", "") => Wish::Send,
            ("", "", _) => Wish::SendAnyway,
            ("", _, _) => Wish::Keep,
            _ => Wish::Choose,
        }
    }
}

/// What was written, as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) campaign: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) tags: String,
    pub(super) internal: bool,
    pub(super) accept_terms: bool,
    pub(super) fields: Vec<(Uuid, String)>,
    pub(super) photos: Vec<KeptPhoto>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptPhoto {
    pub(super) alt: String,
    pub(super) jpeg: String,
}

/// Longest name of a campaign in addresses, and longest line of tags, that the form takes.
const LONGEST_CAMPAIGN: usize = 200;
const LONGEST_TAGS: usize = 400;

/// A picture with its words, ready to be stored.
pub(super) type Shot = (String, Picture);

/// The form, read: texts, pictures, and what is wrong with the pictures.
pub(super) async fn read_form(sent: Uploaded<IdeaForm>, kept: Vec<KeptPhoto>) -> AppResult<(Draft, Vec<Shot>, Option<Refusal>)> {
    let (form, photos) = (sent.form, sent.files);
    let text = |text: String| text.replace('\0', " ");
    let mut draft = Draft {
        campaign: text(form.campaign).trim().to_owned(),
        title: text(form.title),
        body: text(form.body),
        tags: text(form.tags),
        internal: form.audience == "internal",
        accept_terms: !form.accept_terms.is_empty(),
        fields: form.field_id.into_iter().zip(form.field_value.into_iter().map(text)).take(50).collect(),
        photos: Vec::new(),
    };
    let alts: Vec<String> = form.alt.into_iter().map(|alt| text(alt).chars().take(300).collect()).collect();
    let (shots, wrong) = files::off_thread(move || read_pictures(photos, alts, kept)).await??;
    draft.photos = shots.iter().map(|(alt, picture)| KeptPhoto { alt: alt.clone(), jpeg: STANDARD.encode(picture.bytes()) }).collect();
    Ok((draft, shots, wrong))
}

/// Each photo has its words in the same place of the form.
fn read_pictures(sent: Vec<SentFile>, alts: Vec<String>, kept: Vec<KeptPhoto>) -> AppResult<(Vec<Shot>, Option<Refusal>)> {
    let mut shots: Vec<Shot> =
        kept.into_iter().filter_map(|photo| Some((photo.alt, files::read_picture(&STANDARD.decode(photo.jpeg).ok()?).ok()?))).collect();
    let mut wrong = None;
    for (at, file) in sent.into_iter().enumerate().filter(|(_, file)| !file.is_empty()) {
        if shots.len() == rules::MOST_PHOTOS {
            wrong = Some(rules::TOO_MANY_PHOTOS);
            break;
        }
        match file.picture()? {
            Ok(picture) => shots.push((alts.get(at).cloned().unwrap_or_default(), picture)),
            Err(refusal) => wrong = Some(refusal),
        }
    }
    Ok((shots, wrong))
}

impl Draft {
    /// As it is kept: no longer than the form lets it be; without an account there are no pictures, so that nobody fills
    /// the disk who has not said who they are.
    pub(super) fn bounded(self, has_account: bool) -> Self {
        // Browsers send two characters for each end of a line and count one.
        let cut = |text: String, most: usize| -> String { text.replace("\r\n", "\n").chars().take(most).collect() };
        Self {
            campaign: cut(self.campaign, LONGEST_CAMPAIGN),
            title: cut(self.title, rules::LONGEST_TITLE),
            body: cut(self.body, rules::LONGEST_BODY),
            tags: cut(self.tags, LONGEST_TAGS),
            fields: self.fields.into_iter().map(|(field, value)| (field, cut(value, rules::LONGEST_ANSWER))).collect(),
            photos: if has_account { self.photos } else { Vec::new() },
            ..self
        }
    }

    pub(super) fn proposal(&self) -> Proposal {
        Proposal {
            campaign: Some(self.campaign.clone()).filter(|slug| !slug.is_empty()),
            title: self.title.clone(),
            body: self.body.clone(),
            tags: self.tags.split(',').map(str::to_owned).collect(),
            fields: self.fields.clone(),
            internal: self.internal,
            accept_terms: self.accept_terms,
        }
    }

    /// What is wrong, field by field, before anything is stored.
    pub(super) fn wrong(&self, scene: &Scene) -> (Vec<Refusal>, Vec<(Uuid, Refusal)>) {
        let mut wrong = Wording::parse(&self.title, &self.body).err().unwrap_or_default();
        wrong.extend(rules::tags(self.tags.split(',')).err());
        if let Some(campaign) = &scene.campaign {
            if !campaigns::rules::accepts_ideas(campaign.state) {
                wrong.push(rules::CAMPAIGN_CLOSED);
            }
            if campaigns::rules::accepts_ideas(campaign.state)
                && !campaign.terms.trim().is_empty()
                && !scene.terms_accepted
                && !self.accept_terms
            {
                wrong.push(rules::TERMS_NOT_ACCEPTED);
            }
        }
        // A campaign that takes no ideas asks nothing: its fields are not on the form.
        let asked = if wrong.contains(&rules::CAMPAIGN_CLOSED) { Vec::new() } else { scene.asked.clone() };
        (wrong, actions::check_fields(&asked, &self.fields).err().unwrap_or_default())
    }
}

//! Nobody comes across what is hidden from them, whatever they open: a unique word stands in every
//! hidden place, and everything that each role can reach is searched for it.
use crate::support::{
    Scene,
    crawl::{Answer, crawl},
    scene::{CANARIES, HIDDEN_COUNT},
};

async fn nothing_hidden_reaches(role: &str) {
    let mut scene = Scene::set().await;
    let answers = crawl(&mut scene, role).await;
    let mut leaks: Vec<String> = answers.iter().flat_map(|answer| leaks_in(answer, role)).collect();
    leaks.extend(answers.iter().filter(|answer| answer.status >= 500).map(|answer| format!("{} {}", answer.status, answer.path)));
    leaks.sort();
    leaks.dedup();
    assert!(answers.iter().any(|answer| answer.status == 200 && answer.is_html()), "the crawl reached nothing");
    assert!(leaks.is_empty(), "{role} came across:\n{}", leaks.join("\n"));
}

fn leaks_in(answer: &Answer, role: &str) -> Vec<String> {
    // What somebody asked for comes back in links to themselves and is no news to them.
    let asked = answer.path.to_lowercase();
    let heard = format!("{}\n{}", answer.headers, answer.body).to_lowercase();
    let mut found: Vec<String> = CANARIES
        .iter()
        .filter(|canary| !canary.may.contains(&role) && heard.contains(canary.word) && !asked.contains(canary.word))
        .map(|canary| format!("{} in {} {}: …{}…", canary.word, answer.status, answer.path, around(&heard, canary.word)))
        .collect();
    if tells_number(&heard) {
        found.push(format!("the hidden count in {} {}", answer.status, answer.path));
    }
    found
}

fn around(text: &str, word: &str) -> String {
    let at = text.find(word).unwrap_or(0);
    let before: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[at..].chars().take(60).collect();
    format!("{before}{after}").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The hidden count, standing for itself: not inside an id or a longer number.
fn tells_number(text: &str) -> bool {
    let plain = HIDDEN_COUNT.to_string();
    let (head, tail) = plain.split_at(plain.len() - 3);
    let stands_alone = |text: &str, number: &str| {
        text.match_indices(number).any(|(at, _)| {
            let outside = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            outside(text[..at].chars().next_back()) && outside(text[at + number.len()..].chars().next())
        })
    };
    [plain.clone(), format!("{head},{tail}"), format!("{head}.{tail}")].iter().any(|number| stands_alone(text, number))
}

macro_rules! each_role { ($($name:ident $role:literal),+ $(,)?) => {$(
    #[tokio::test]
    async fn $name() {
        nothing_hidden_reaches($role).await;
    }
)+}}
each_role!(
    a_visitor_comes_across_nothing_hidden "anonymous",
    a_customer_comes_across_nothing_hidden "customer",
    a_partner_comes_across_nothing_hidden "partner",
    a_contributor_comes_across_nothing_hidden "contributor",
    a_researcher_comes_across_nothing_hidden "rnd",
    a_moderator_comes_across_nothing_hidden "moderator",
    a_gatekeeper_comes_across_nothing_hidden "gatekeeper",
    an_executive_comes_across_nothing_hidden "executive",
    compliance_comes_across_nothing_hidden "compliance",
    an_admin_comes_across_nothing_hidden "admin",
);

#[test]
fn the_search_itself_finds() {
    let answer =
        |body: &str| Answer { path: "/ideas".to_owned(), from: String::new(), status: 200, headers: String::new(), body: body.to_owned() };
    assert_eq!(leaks_in(&answer("<p>ZQinternalidea</p>"), "customer").len(), 1);
    assert!(leaks_in(&answer("<p>ZQinternalidea</p>"), "rnd").is_empty());
    assert_eq!(leaks_in(&answer("<b>73,917</b> votes"), "admin").len(), 1);
    assert!(leaks_in(&answer("01890000-73917-7000 973,917 739170"), "admin").is_empty());
}

//! Text for load tests: believable, seeded, and with the long tail of rare words that real text has,
//! so that search finds few or many rows as it would in life.
use rand::{Rng, RngExt, seq::IndexedRandom};

const THINGS: &[&str] = &[
    "tape",
    "liner",
    "film",
    "foam",
    "adhesive",
    "primer",
    "coating",
    "sealant",
    "label",
    "gasket",
    "backing",
    "release paper",
    "hot melt",
    "edge strip",
    "cable wrap",
    "masking disc",
    "protective sheet",
    "damping pad",
    "mounting tape",
    "splice",
    "laminate",
    "spray bottle",
    "cartridge",
    "applicator",
    "cutter",
    "roll core",
    "pallet wrap",
    "sanding belt",
    "abrasive disc",
    "cleaning wipe",
];
const TROUBLES: &[&str] = &[
    "tears when it is cold",
    "leaves residue on glass",
    "lets go above 60 °C",
    "curls at the edges",
    "turns yellow in the sun",
    "cannot be opened with gloves",
    "smells of solvent",
    "sticks to itself",
    "is hard to recycle",
    "breaks when it is stretched",
    "comes in rolls that are too long",
    "loses grip on powder coating",
    "needs two people to apply",
    "creaks in the cabin",
    "shrinks after a week",
    "jams the dispenser",
    "shows every fingerprint",
    "gets brittle in storage",
    "is too thick for the groove",
    "takes an hour to cure",
    "splits along the grain",
    "lifts in the wash",
    "blisters under paint",
    "is invisible to the camera",
];
const WISHES: &[&str] = &[
    "Make one that can be peeled off in one pull",
    "Print the batch number on the inside",
    "Offer it in a shorter roll",
    "Use a backing that composts",
    "Add a pull tab at every metre",
    "Send a sample with each order",
    "Colour it so that we see what is done",
    "Let a heat gun release it",
    "Give it a water-based version",
    "Ship it without the plastic core",
    "Mark the direction of pull",
    "Make it fit the hand of a smaller person",
    "Tell us the peel force on the label",
    "Put a QR code with the data sheet on it",
    "Cure it with light instead of heat",
    "Test it on recycled steel",
    "Make the liner split in the middle",
    "Take back the empty cores",
];
const PLACES: &[&str] = &[
    "in the cold store",
    "on the night shift",
    "at our plant in Pune",
    "in the paint shop",
    "on wind blades",
    "in hospital beds",
    "on delivery vans",
    "at the trade fair",
    "in tram doors",
    "on battery packs",
    "in the wet line",
    "on curved glass",
    "in the workshop",
    "on oily steel",
    "in the clean room",
    "on shop floors",
    "in the test hall",
    "at our plant in São Paulo",
    "on recycled board",
    "on solar frames",
];
const REPLIES: &[&str] = &[
    "We see the same",
    "This would save us an hour a day",
    "Not for us, we changed the supplier",
    "Which thickness do you use?",
    "The trial batch did better",
    "Please keep the old one too",
    "Ours held for three weeks",
    "Has anybody tried it on aluminium?",
    "The sample arrived on Tuesday",
    "I would pay more for that",
    "The data sheet says otherwise",
    "We measured 4.5 N per 25 mm",
    "It depends on the temperature",
    "Count me in for a test",
    "Our customers ask for it as well",
    "That was the liner, not the tape",
];
const FIRST: &[&str] = &[
    "Rosa", "Ines", "Tomás", "Marek", "Adaeze", "Henrik", "Mei", "Priya", "Jonas", "Lena", "Arjun", "Camila", "Oskar", "Fatima", "Pedro",
    "Elsa", "Kwame", "Yuki", "Nadia", "Lars", "Sofia", "Ravi", "Bea", "Milan", "Anna", "Diego", "Greta", "Hana", "Ivan", "Zoë",
];
const LAST: &[&str] = &[
    "Lindqvist",
    "Okafor",
    "Silva",
    "Novak",
    "Eriksson",
    "Chen",
    "Sharma",
    "Berg",
    "Costa",
    "Haddad",
    "Mensah",
    "Tanaka",
    "Kowalski",
    "Moreau",
    "Jensen",
    "Patel",
    "Rossi",
    "Weber",
    "Alvarez",
    "Nyström",
    "Dubois",
    "Farkas",
    "Iyer",
    "Keller",
    "Lopes",
    "Musa",
    "Olsen",
    "Petrov",
    "Quist",
    "Sato",
];
const FIRMS: &[&str] = &[
    "Voltaic Cargo",
    "Nordfjord Windows",
    "Kestrel Aero",
    "Banyan Foods",
    "Tram & Rail Works",
    "Solstice Solar",
    "Copperline",
    "Meridian Beds",
    "Harbour Cold Chain",
    "Tessellate Glass",
    "Oak & Ember",
    "Pontis Bridges",
];
const MIDDLE: &[&str] = &["A.", "B.", "C.", "D.", "E.", "F.", "G.", "H.", "J.", "K.", "L.", "M.", "N.", "P.", "R.", "S.", "T.", "V."];
const TITLES: &[&str] = &[
    "Buyer",
    "Process engineer",
    "Shift lead",
    "Maintenance technician",
    "Quality manager",
    "Application engineer",
    "Product manager",
    "Warehouse manager",
    "Safety officer",
    "Plant manager",
    "Development chemist",
    "Sales engineer",
];
const SYLLABLES: &[&str] = &[
    "ta", "vo", "len", "ki", "mar", "so", "ri", "dun", "pe", "lo", "fex", "nor", "bi", "gal", "hu", "zen", "cor", "ma", "tri", "quo",
    "sel", "ver", "ost", "ani", "ped", "lum", "cas", "ber", "ith", "oru",
];

fn one<'a>(random: &mut impl Rng, of: &[&'a str]) -> &'a str {
    of.choose(random).copied().unwrap_or_default()
}

/// A made-up product name; there are 27,000 of them, most of which stand in few texts.
fn product(random: &mut impl Rng) -> String {
    let mut name: String = (0..3).map(|_| one(random, SYLLABLES)).collect();
    if let Some(first) = name.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// Name, company and title of a person. There are 16,000 names; every tenth person says no title.
pub(super) fn person(random: &mut impl Rng) -> (String, &'static str, &'static str) {
    let name = format!("{} {} {}", one(random, FIRST), one(random, MIDDLE), one(random, LAST));
    let title = if random.random_range(0..10) == 0 { "" } else { one(random, TITLES) };
    (name, one(random, FIRMS), title)
}

/// Title and text of an idea.
pub(super) fn idea(random: &mut impl Rng) -> (String, String) {
    let (thing, trouble, place) = (one(random, THINGS), one(random, TROUBLES), one(random, PLACES));
    let (product, wish) = (product(random), one(random, WISHES));
    let title = match random.random_range(0..3) {
        0 => format!("{product} {thing} {trouble} {place}"),
        1 => format!("{wish}: {product} {thing}"),
        _ => format!("The {thing} {product} {} {trouble}", random.random_range(10..990)),
    };
    let other = self::product(random);
    let text = format!(
        "Our {thing} {product} {trouble} {place}. {wish}. We use {} metres of it a week beside {other} {}, and it costs us {} minutes each time.",
        random.random_range(20..4000),
        random.random_range(100..9999),
        random.random_range(5..240)
    );
    (title, text)
}

/// A comment.
pub(super) fn comment(random: &mut impl Rng) -> String {
    let (reply, place) = (one(random, REPLIES), one(random, PLACES));
    match random.random_range(0..3) {
        0 => format!("{reply}."),
        1 => format!("{reply}, {place}. {}.", one(random, WISHES)),
        _ => format!("{reply}. With {} it was the same {place}.", product(random)),
    }
}

/// Title and question of a campaign.
pub(super) fn campaign(random: &mut impl Rng) -> (String, String) {
    let (thing, trouble, place) = (one(random, THINGS), one(random, TROUBLES), one(random, PLACES));
    let title = match random.random_range(0..3) {
        0 => format!("Why the {thing} {trouble}"),
        1 => format!("A better {thing} {place}"),
        _ => format!("When the {thing} {trouble}"),
    };
    (title, format!("What should we do about {} {thing} that {trouble} {place}?", article(thing)))
}

/// The indefinite article before a word that is said as it is written.
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};
    use std::collections::HashSet;

    #[test]
    fn a_thing_has_its_article() {
        assert_eq!([article("applicator"), article("edge strip"), article("tape")], ["an", "an", "a"]);
    }

    #[test]
    fn a_campaign_has_a_title_of_its_own_and_the_same_seed_gives_the_same_words() {
        let words = |seed| {
            let mut random = StdRng::seed_from_u64(seed);
            (0..50).map(|_| campaign(&mut random)).collect::<Vec<_>>()
        };
        assert_eq!(words(7), words(7));
        for (title, question) in words(7) {
            assert!(title != question && title.chars().count() <= 120 && question.chars().count() <= 300, "{title}: {question}");
        }
    }

    #[test]
    fn most_people_have_a_name_of_their_own() {
        let mut random = StdRng::seed_from_u64(1);
        let names: HashSet<String> = (0..5_000).map(|_| person(&mut random).0).collect();
        assert!(names.len() > 3_500, "{}", names.len());
    }
}

//! Pure code that many requests run: the rising score, slugs, Markdown.
use chrono::TimeDelta;
use criterion::{Criterion, criterion_group, criterion_main};
use proofbench::{domains::ideas::rules::rising, kernel::text::slug, platform::markdown::to_html};
use std::hint::black_box;

const TEXT: &str =
    "Holds to **80 °C**, lets go at 140 °C.\n\n- lid: e-coated steel\n- hottest day: 72 °C\n\nSee https://example.com for the drawing.";

fn rules(criterion: &mut Criterion) {
    criterion.bench_function("rising score", |bench| bench.iter(|| rising(black_box(142), black_box(23), TimeDelta::hours(600))));
    criterion.bench_function("slug", |bench| bench.iter(|| slug(black_box("Heat-release tape for battery packs, 140 °C"))));
    criterion.bench_function("markdown", |bench| bench.iter(|| to_html(black_box(TEXT))));
}

criterion_group!(benches, rules);
criterion_main!(benches);

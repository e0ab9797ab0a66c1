//! Benches of pure code on hot paths: `cargo bench`.
use chrono::TimeDelta;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use proofbench::{
    domains::ideas::rules,
    flows::import_polis::rules as polis,
    kernel::{Clock, text},
    platform::{csv_out, markdown},
};
use std::{fmt::Write, hint::black_box};

const TITLE: &str = "Heat-release tape for battery packs, 140 °C: schälbar in einem Zug, even with gloves";
const COMMENT: &str = "We see **the same** at 60 °C:\n\n* it lifts at the [edge](https://example.com)\n* `4.5 N` per 25 mm\n\n> Which primer?\n\nThe *new* one held for three weeks, @ines-okafor.";

fn scores(bench: &mut Criterion) {
    bench.bench_function("rising score", |b| {
        b.iter(|| rules::rising(black_box(142), black_box(31), black_box(TimeDelta::hours(97))));
    });
}

fn texts(bench: &mut Criterion) {
    bench.bench_function("slug", |b| b.iter(|| text::slug(black_box(TITLE))));
    bench.bench_function("derived title", |b| b.iter(|| text::derived_title(black_box(COMMENT), 80)));
    bench.bench_function("idea wording", |b| b.iter(|| rules::Wording::parse(black_box(TITLE), black_box(COMMENT))));
    bench.bench_function("tags", |b| b.iter(|| rules::tags(black_box(["Cold store", "Tape", "Übergröße"]))));
    bench.bench_function("markdown", |b| b.iter(|| markdown::to_html(black_box(COMMENT))));
    bench.bench_function("csv cell", |b| b.iter(|| csv_out::cell(black_box("=HYPERLINK(\"x\")")).len()));
}

fn polis_export(bench: &mut Criterion) {
    let mut votes = "timestamp,datetime,comment-id,voter-id,vote\n".to_owned();
    for row in 0_u64..20_000 {
        let (statement, voter) = (row * 7 % 200, row / 50);
        // Writing to a text cannot fail.
        let _never =
            writeln!(votes, "{},Sun Sep 01 17:09:14 PDT 2019,{statement},{voter},{}", 1_567_382_954_698 + row, (row % 3) as i64 - 1);
    }
    let known = (0..200).collect();
    let mut group = bench.benchmark_group("polis");
    group.throughput(Throughput::Elements(20_000));
    let now = Clock::system().now();
    group.bench_function("reading votes", |b| b.iter(|| polis::read_votes(black_box(votes.as_bytes()), &known, now)));
    if let Ok(votes) = polis::read_votes(votes.as_bytes(), &known, now) {
        group.bench_function("last votes", |b| b.iter(|| polis::last_votes(black_box(&votes))));
    }
    group.finish();
}

criterion_group!(benches, scores, texts, polis_export);
criterion_main!(benches);

//! Everything can be taken out again, in files that do no harm.
use crate::support::TestApp;
use diesel::prelude::*;
use proofbench::{
    app::{
        export,
        load::{self, Plan},
    },
    schema::ideas,
};

#[tokio::test]
async fn every_kind_is_written_as_csv_and_json_lines() {
    let mut app = TestApp::start().await;
    load::fill(&app.database_url(), Plan { people: 30, ideas: 20, votes: 200, comments: 40, seed: 1 }).await.unwrap();
    diesel::update(ideas::table.find(ideas::table.select(ideas::id).first::<proofbench::kernel::IdeaId>(&mut app.conn).unwrap()))
        .set((ideas::title.eq("=HYPERLINK(\"http://evil\")"), ideas::body.eq("two\nlines, \"quoted\"")))
        .execute(&mut app.conn)
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("out");
    let written = export::write(&app.database_url(), &folder).await.unwrap();
    assert_eq!(written.iter().find(|(name, _)| *name == "votes").unwrap().1, 200);
    for (name, rows) in written {
        let mut table = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        assert_eq!(table.records().map(Result::unwrap).count(), rows, "{name}.csv");
        let lines = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        assert_eq!(lines.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count(), rows, "{name}.jsonl");
    }
    let table = std::fs::read_to_string(folder.join("ideas.csv")).unwrap();
    assert!(table.contains("'=HYPERLINK") && table.contains("\"two\nlines, \"\"quoted\"\"\""), "{table}");
    let refused = export::write(&app.database_url(), &folder).await.unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
}

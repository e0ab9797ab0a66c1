//! Everything can be taken out again, in files that do no harm.
use crate::support::TestApp;
use diesel::{prelude::*, sql_types::Text};
use proofbench::{
    app::{
        export,
        load::{self, Plan},
    },
    kernel::BlobId,
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
    let files = &app.state.config.files_dir;
    let written = export::write(&app.database_url(), files, &folder).await.unwrap();
    assert_eq!(written.kinds.iter().find(|(name, _)| *name == "votes").unwrap().1, 200);
    for (name, rows) in written.kinds {
        let mut table = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        assert_eq!(table.records().map(Result::unwrap).count(), rows, "{name}.csv");
        let lines = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        assert_eq!(lines.lines().filter(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()).count(), rows, "{name}.jsonl");
    }
    let table = std::fs::read_to_string(folder.join("ideas.csv")).unwrap();
    assert!(table.contains("'=HYPERLINK") && table.contains("\"two\nlines, \"\"quoted\"\"\""), "{table}");
    let refused = export::write(&app.database_url(), files, &folder).await.unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
}

#[tokio::test]
async fn every_table_is_read_or_left_out_for_a_reason() {
    let mut app = TestApp::start().await;
    let tables: Vec<Table> = diesel::sql_query(
        "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations' ORDER BY 1",
    )
    .load(&mut app.conn)
    .unwrap();
    let left_out = |table: &str| export::LEFT_OUT.iter().any(|(name, reason)| *name == table && !reason.is_empty());
    let both: Vec<&str> = tables.iter().map(|table| table.name.as_str()).filter(|table| export::reads(table) == left_out(table)).collect();
    assert!(both.is_empty(), "read or left out, and not both: {both:?}");
    for (name, _) in export::LEFT_OUT {
        assert!(tables.iter().any(|table| table.name == *name), "{name} is no table");
    }
}

#[tokio::test]
async fn the_demo_comes_out_with_reasons_tests_gates_rooms_people_and_pictures() {
    let mut app = TestApp::start().await;
    proofbench::flows::demo::install(&app.state).await.unwrap();
    let picture = BlobId::new();
    let files = app.state.config.files_dir.clone();
    let name = picture.0.simple().to_string();
    std::fs::create_dir_all(files.join(&name[30..])).unwrap();
    std::fs::write(files.join(&name[30..]).join(&name), b"a picture").unwrap();
    for id in [picture, BlobId::new()] {
        diesel::sql_query(
            "INSERT INTO blobs (id, sha256, media_type, size_bytes, width, height, alt, owner_kind, owner_id, position, uploaded_at)
             SELECT $1, sha256('a picture'), 'image/jpeg', 9, 1, 1, '', 'idea', id, 0, now() FROM ideas LIMIT 1",
        )
        .bind::<diesel::sql_types::Uuid, _>(id)
        .execute(&mut app.conn)
        .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("out");
    let written = export::write(&app.database_url(), &files, &folder).await.unwrap();
    let empty: Vec<&str> = written.kinds.iter().filter(|(_, rows)| *rows == 0).map(|(name, _)| *name).collect();
    for kind in [
        "spaces",
        "people",
        "person_tags",
        "roles",
        "campaign_phases",
        "campaign_fields",
        "idea_fields",
        "idea_versions",
        "idea_moves",
        "official_answers",
        "idea_merges",
        "brainstorms",
        "rounds",
        "clusters",
        "notes",
        "hypotheses",
        "builds",
        "tests",
        "readings",
        "gates",
        "gate_criteria",
        "learning_cards",
        "stage_moves",
        "lineage",
        "events",
        "files",
    ] {
        assert!(!empty.contains(&kind) && written.kinds.iter().any(|(name, _)| *name == kind), "{kind}");
    }
    assert_eq!((written.pictures, written.gone.len()), (1, 1));
    assert_eq!(std::fs::read(folder.join(format!("files/{picture}.jpg"))).unwrap(), b"a picture");
    let lines = |name: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert!(lines("official_answers").iter().all(|answer| answer["text"] != ""));
    assert!(
        lines("ideas")
            .iter()
            .filter(|idea| idea["state"] == "declined")
            .all(|idea| idea["reason"].as_str().is_some_and(|reason| !reason.is_empty()))
    );
    assert!(lines("gates").iter().any(|gate| gate["decision"] == "stop" && gate["reasons"] != ""));
    assert!(lines("readings").iter().all(|reading| reading["value"].is_number()));
    assert!(lines("people").iter().all(|person| person.get("password_hash").is_none()));
    // Where names were not shown, nobody can tell who wrote what.
    let named: Vec<_> =
        lines("brainstorms").into_iter().filter(|room| room["names_shown"] == true).map(|room| room["number"].clone()).collect();
    assert!(lines("notes").iter().all(|note| note["author"].is_null() || named.contains(&note["brainstorm"])));
}

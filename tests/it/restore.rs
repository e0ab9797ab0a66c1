//! A backup goes on living on another database server, whose transactions count from the beginning.
use crate::support::TestApp;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::{
    app::migrate,
    domains::notifications::reader,
    kernel::Role,
    platform::spine::{self, Verdict},
    schema::{events, reader_cursors},
};

/// Something that readers of the spine are told of.
async fn something_happens(app: &mut TestApp) {
    let ann = app.sign_in("Ann", &[Role::Customer]);
    assert_eq!(ann.post("/sign-out", &[]).await.status(), 303);
    app.spine_is_readable().await;
}

fn newest(app: &mut TestApp) -> i64 {
    events::table.order(events::seq.desc()).select(events::xid).first(&mut app.conn).unwrap()
}

#[tokio::test]
async fn events_after_a_restore_on_another_server_are_read_sealed_and_verified() {
    let mut app = TestApp::start().await;
    something_happens(&mut app).await;
    assert_eq!(spine::seal(&app.state.db).await.unwrap(), 1);
    reader::read_spine(&app.state).await.unwrap();
    // As a dump brings them: places that the server they are restored on reaches only in years.
    app.conn
        .batch_execute(
            "UPDATE events SET xid = xid + 5000000000; UPDATE reader_cursors SET xid = xid + 5000000000;
             UPDATE event_seals SET through_xid = through_xid + 5000000000",
        )
        .unwrap();
    let restored = newest(&mut app);

    migrate(&app.database_url()).unwrap();
    let loaded = spine::snapshot(&mut app.conn).unwrap();
    something_happens(&mut app).await;

    let fresh = newest(&mut app);
    assert!(fresh > restored, "{fresh} comes after {restored}");
    let xmax: i64 = loaded.split(':').nth(1).unwrap().parse().unwrap();
    assert!((restored + 1..=fresh).contains(&xmax), "a page loaded between the two has seen {restored} and not {fresh}: {loaded}");
    assert_eq!(spine::seal(&app.state.db).await.unwrap(), 1);
    assert_eq!(spine::verify(&app.state.db).await.unwrap(), Verdict::Intact { events: 2 });
    reader::read_spine(&app.state).await.unwrap();
    let cursor: i64 = reader_cursors::table.select(reader_cursors::xid).first(&mut app.conn).unwrap();
    assert_eq!(cursor, fresh);

    migrate(&app.database_url()).unwrap();
    something_happens(&mut app).await;
    assert!(newest(&mut app) - fresh < 1_000_000, "a start without a restore changes nothing");
}

//! Tables as diesel sees them, written by `diesel print-schema`; never edited by hand.
#![expect(missing_docs, reason = "generated; the migrations document the tables")]

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    api_tokens (id) {
        id -> Uuid,
        person_id -> Uuid,
        name -> Text,
        token_hash -> Bytea,
        hint -> Text,
        scopes -> Array<Nullable<Text>>,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    audience_members (item_id, person_id) {
        item_id -> Uuid,
        person_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    blobs (id) {
        id -> Uuid,
        sha256 -> Bytea,
        media_type -> Text,
        size_bytes -> Int8,
        width -> Int4,
        height -> Int4,
        alt -> Text,
        owner_kind -> ItemKind,
        owner_id -> Uuid,
        position -> Int2,
        uploaded_by -> Nullable<Uuid>,
        uploaded_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    brainstorms (id) {
        id -> Uuid,
        number -> Int8,
        slug -> Text,
        state -> BrainstormState,
        title -> Text,
        prompt -> Text,
        campaign_id -> Nullable<Uuid>,
        audience -> Audience,
        space_id -> Nullable<Uuid>,
        facilitator_id -> Uuid,
        code -> Nullable<Text>,
        link -> Text,
        guests_allowed -> Bool,
        names_shown -> Bool,
        dots_each -> Int2,
        dots_per_cluster -> Int2,
        warm_up -> Text,
        version -> Int4,
        created_at -> Timestamptz,
        opened_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    builds (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        number -> Int2,
        title -> Text,
        notes -> Text,
        bill_of_material -> Text,
        cost_cents -> Int8,
        built_at -> Timestamptz,
        built_by -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_fields (id) {
        id -> Uuid,
        campaign_id -> Uuid,
        position -> Int2,
        label -> Text,
        kind -> FieldKind,
        choices -> Array<Nullable<Text>>,
        required -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_phases (id) {
        id -> Uuid,
        campaign_id -> Uuid,
        kind -> PhaseKind,
        position -> Int2,
        starts_at -> Timestamptz,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_reminders (campaign_id, person_id) {
        campaign_id -> Uuid,
        person_id -> Uuid,
        asked_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_reviewers (campaign_id, person_id) {
        campaign_id -> Uuid,
        person_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_slugs (slug) {
        slug -> Text,
        campaign_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaign_ways_back (campaign_id) {
        campaign_id -> Uuid,
        version -> Int4,
        state -> CampaignState,
        phases -> Jsonb,
        answer_by -> Nullable<Timestamptz>,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    campaigns (id) {
        id -> Uuid,
        number -> Int8,
        slug -> Text,
        state -> CampaignState,
        title -> Text,
        question -> Text,
        brief -> Text,
        audience -> Audience,
        audience_chosen -> Bool,
        space_id -> Nullable<Uuid>,
        owner_id -> Uuid,
        sponsor_id -> Nullable<Uuid>,
        sponsor_promise -> Text,
        answer_by -> Nullable<Timestamptz>,
        answer_days -> Int2,
        terms -> Text,
        terms_version -> Int4,
        vote_budget -> Nullable<Int4>,
        counts -> CountsShown,
        hatch -> Hatch,
        approval_needed -> Bool,
        summary -> Text,
        cloned_from -> Nullable<Uuid>,
        idea_count -> Int4,
        voter_count -> Int4,
        version -> Int4,
        created_at -> Timestamptz,
        launched_at -> Nullable<Timestamptz>,
        opened_at -> Nullable<Timestamptz>,
        closed_at -> Nullable<Timestamptz>,
        criteria -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    clusters (id) {
        id -> Uuid,
        brainstorm_id -> Uuid,
        round_id -> Uuid,
        title -> Text,
        position -> Int4,
        dot_count -> Int4,
        created_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        promoted_to -> Nullable<Uuid>,
        promoted_number -> Nullable<Int8>,
        removed_notes -> Array<Nullable<Uuid>>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    comment_versions (comment_id, version) {
        comment_id -> Uuid,
        version -> Int4,
        text -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    comments (id) {
        id -> Uuid,
        number -> Int8,
        idea_id -> Uuid,
        parent_id -> Nullable<Uuid>,
        author_id -> Uuid,
        text -> Text,
        staff_only -> Bool,
        answer_marked_by -> Nullable<Uuid>,
        version -> Int4,
        created_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        deleted_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    demo_rows (id) {
        id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    dot_budgets (round_id, participant_id) {
        round_id -> Uuid,
        participant_id -> Uuid,
        spent -> Int2,
        cap -> Int2,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    dots (cluster_id, participant_id) {
        cluster_id -> Uuid,
        participant_id -> Uuid,
        #[sql_name = "dots"]
        dots_ -> Int2,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    drafts (owner, form) {
        owner -> Text,
        form -> Text,
        fields -> Jsonb,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    event_seals (number) {
        number -> Int8,
        through_xid -> Int8,
        through_seq -> Int8,
        events -> Int8,
        previous -> Bytea,
        hash -> Bytea,
        sealed_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    events (seq) {
        seq -> Int8,
        id -> Uuid,
        xid -> Int8,
        occurred_at -> Timestamptz,
        recorded_at -> Timestamptz,
        actor_kind -> ActorKind,
        actor_id -> Nullable<Uuid>,
        permission -> Text,
        verb -> Text,
        stream_kind -> ItemKind,
        stream_id -> Uuid,
        subject_id -> Uuid,
        audience -> Audience,
        space_id -> Nullable<Uuid>,
        request_id -> Nullable<Uuid>,
        payload -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    expertise_tags (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    gate_criteria (id) {
        id -> Uuid,
        gate_id -> Uuid,
        position -> Int2,
        text -> Text,
        must -> Bool,
        met -> Nullable<Bool>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    gates (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        number -> Int2,
        title -> Text,
        state -> GateState,
        evidence -> Nullable<Jsonb>,
        opened_at -> Nullable<Timestamptz>,
        decision -> Nullable<GateDecision>,
        reasons -> Text,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        planned_by -> Nullable<Uuid>,
        planned_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    hypotheses (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        position -> Int2,
        believe -> Text,
        verify -> Text,
        measure -> Text,
        right_if -> Text,
        state -> HypothesisState,
        created_at -> Timestamptz,
        added_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_fields (idea_id, field_id) {
        idea_id -> Uuid,
        field_id -> Uuid,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_followers (idea_id, person_id) {
        idea_id -> Uuid,
        person_id -> Uuid,
        since -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_merges (id) {
        id -> Uuid,
        duplicate_id -> Uuid,
        kept_id -> Uuid,
        merged_by -> Uuid,
        merged_at -> Timestamptz,
        undone_by -> Nullable<Uuid>,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_moves (id) {
        id -> Uuid,
        idea_id -> Uuid,
        from_state -> IdeaState,
        to_state -> IdeaState,
        reason -> Text,
        moved_by -> Nullable<Uuid>,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_tags (idea_id, tag) {
        idea_id -> Uuid,
        tag -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_texts (idea_id) {
        idea_id -> Uuid,
        search -> Tsvector,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_versions (idea_id, version) {
        idea_id -> Uuid,
        version -> Int4,
        title -> Text,
        body -> Text,
        editor_id -> Uuid,
        created_at -> Timestamptz,
        answers -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idea_words (word) {
        word -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    ideas (id) {
        id -> Uuid,
        number -> Int8,
        slug -> Text,
        campaign_id -> Nullable<Uuid>,
        author_id -> Uuid,
        state -> IdeaState,
        state_before -> Nullable<IdeaState>,
        source -> IdeaSource,
        title -> Text,
        body -> Text,
        audience -> Audience,
        space_id -> Nullable<Uuid>,
        answer_due_at -> Nullable<Timestamptz>,
        clock_paused_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
        snoozed_until -> Nullable<Timestamptz>,
        triaged_at -> Nullable<Timestamptz>,
        vote_count -> Int4,
        comment_count -> Int4,
        rising -> Float8,
        rising_at -> Nullable<Timestamptz>,
        version -> Int4,
        created_at -> Timestamptz,
        changed_at -> Timestamptz,
        import_key -> Nullable<Text>,
        counts_hidden -> Bool,
        ranked_votes -> Int4,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    idempotency_keys (actor, route, key) {
        actor -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Bytea,
        status -> Nullable<Int2>,
        headers -> Nullable<Jsonb>,
        response -> Nullable<Bytea>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    instance_settings (key) {
        key -> Text,
        value -> Jsonb,
        changed_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    jobs (id) {
        id -> Uuid,
        kind -> Text,
        key -> Text,
        payload -> Jsonb,
        attempts -> Int4,
        run_at -> Timestamptz,
        locked_until -> Nullable<Timestamptz>,
        done_at -> Nullable<Timestamptz>,
        failed_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        urgent -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    learning_cards (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        observed -> Text,
        learned -> Text,
        decision -> Text,
        written_by -> Uuid,
        written_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    lineage_edges (id) {
        id -> Uuid,
        from_kind -> ItemKind,
        from_id -> Uuid,
        relation -> Relation,
        to_kind -> ItemKind,
        to_id -> Uuid,
        made_by -> Nullable<Uuid>,
        made_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    mentions (comment_id, person_id) {
        comment_id -> Uuid,
        person_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    notes (id) {
        id -> Uuid,
        brainstorm_id -> Uuid,
        round_id -> Uuid,
        participant_id -> Uuid,
        text -> Text,
        colour -> NoteColour,
        cluster_id -> Nullable<Uuid>,
        held -> Bool,
        created_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        promoted_to -> Nullable<Uuid>,
        promoted_number -> Nullable<Int8>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    notifications (id) {
        id -> Uuid,
        person_id -> Uuid,
        event_seq -> Int8,
        verb -> Text,
        item_kind -> ItemKind,
        item_id -> Uuid,
        because -> Text,
        subject_id -> Uuid,
        actor_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    official_answers (id) {
        id -> Uuid,
        idea_id -> Uuid,
        author_id -> Uuid,
        text -> Text,
        answered_at -> Timestamptz,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    participants (id) {
        id -> Uuid,
        brainstorm_id -> Uuid,
        person_id -> Nullable<Uuid>,
        guest_name -> Nullable<Text>,
        guest_token_hash -> Nullable<Bytea>,
        role -> ParticipantRole,
        colour -> NoteColour,
        ready_for -> Nullable<Text>,
        joined_at -> Timestamptz,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    people (id) {
        id -> Uuid,
        handle -> Text,
        name -> Text,
        email -> Nullable<Citext>,
        title -> Text,
        site -> Text,
        unit -> Text,
        company -> Text,
        bio -> Text,
        languages -> Array<Nullable<Text>>,
        password_hash -> Nullable<Text>,
        security_stamp -> Uuid,
        lang -> Nullable<Text>,
        time_zone -> Nullable<Text>,
        theme -> Theme,
        density -> Density,
        keys_on -> Bool,
        hints_seen -> Array<Nullable<Text>>,
        listed -> Bool,
        created_at -> Timestamptz,
        deactivated_at -> Nullable<Timestamptz>,
        erased_at -> Nullable<Timestamptz>,
        version -> Int8,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    person_tags (person_id, tag_id, source) {
        person_id -> Uuid,
        tag_id -> Uuid,
        source -> TagSource,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    prototypes (id) {
        id -> Uuid,
        number -> Int8,
        slug -> Text,
        idea_id -> Nullable<Uuid>,
        campaign_id -> Nullable<Uuid>,
        sprint_id -> Nullable<Uuid>,
        title -> Text,
        brief -> Text,
        stage -> PrototypeStage,
        stage_before -> Nullable<PrototypeStage>,
        lead_id -> Uuid,
        audience -> Audience,
        space_id -> Nullable<Uuid>,
        hatch -> Hatch,
        tests_passed -> Int4,
        tests_total -> Int4,
        cost_cents -> Int8,
        version -> Int4,
        created_at -> Timestamptz,
        stage_since -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        idea_state -> Nullable<IdeaState>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    rate_counters (bucket, window_start) {
        bucket -> Text,
        window_start -> Timestamptz,
        used -> Int4,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    reader_cursors (reader) {
        reader -> Text,
        xid -> Int8,
        seq -> Int8,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    readings (id) {
        id -> Uuid,
        test_session_id -> Uuid,
        position -> Int2,
        measure -> Text,
        value -> Float8,
        unit -> Text,
        least -> Nullable<Float8>,
        most -> Nullable<Float8>,
        read_at -> Timestamptz,
        read_by -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    role_grants (id) {
        id -> Uuid,
        person_id -> Uuid,
        role -> Role,
        campaign_id -> Nullable<Uuid>,
        granted_by -> Nullable<Uuid>,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    round_snapshots (id) {
        id -> Uuid,
        round_id -> Uuid,
        step -> RoundStep,
        taken_at -> Timestamptz,
        wall -> Jsonb,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    rounds (id) {
        id -> Uuid,
        brainstorm_id -> Uuid,
        position -> Int2,
        prompt -> Text,
        step -> RoundStep,
        step_minutes -> Int2,
        ends_at -> Nullable<Timestamptz>,
        paused_left_ms -> Nullable<Int4>,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    sessions (id) {
        id -> Uuid,
        token_hash -> Bytea,
        person_id -> Uuid,
        security_stamp -> Uuid,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        browser -> Text,
        network -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    sign_in_codes (id) {
        id -> Uuid,
        email -> Citext,
        code_hash -> Bytea,
        browser_hash -> Bytea,
        attempts -> Int2,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    space_members (space_id, person_id) {
        space_id -> Uuid,
        person_id -> Uuid,
        joined_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    spaces (id) {
        id -> Uuid,
        number -> Int8,
        slug -> Text,
        name -> Text,
        kind -> SpaceKind,
        about -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    sprints (id) {
        id -> Uuid,
        slug -> Text,
        title -> Text,
        target -> Int4,
        starts_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    stage_moves (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        from_stage -> PrototypeStage,
        to_stage -> PrototypeStage,
        reason -> Text,
        moved_by -> Uuid,
        moved_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    stale_ranks (idea_id) {
        idea_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    stances (idea_id, person_id) {
        idea_id -> Uuid,
        person_id -> Uuid,
        stance -> Stance,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    terms_acceptances (campaign_id, person_id, version) {
        campaign_id -> Uuid,
        person_id -> Uuid,
        version -> Int4,
        accepted_at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    test_sessions (id) {
        id -> Uuid,
        prototype_id -> Uuid,
        number -> Int2,
        hypothesis_id -> Nullable<Uuid>,
        title -> Text,
        protocol -> Text,
        with_whom -> Text,
        outcome -> TestOutcome,
        outcome_set -> Bool,
        held_at -> Timestamptz,
        held_by -> Uuid,
        outcome_reason -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    triage_decisions (id) {
        id -> Uuid,
        idea_id -> Uuid,
        step -> TriageStep,
        reason -> Text,
        duplicate_of -> Nullable<Uuid>,
        snooze_until -> Nullable<Timestamptz>,
        before -> Jsonb,
        after -> Jsonb,
        decided_by -> Uuid,
        decided_at -> Timestamptz,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    vote_budgets (campaign_id, voter_id) {
        campaign_id -> Uuid,
        voter_id -> Uuid,
        spent -> Int4,
        cap -> Nullable<Int4>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    vote_ledger (seq) {
        seq -> Int8,
        idea_id -> Uuid,
        voter_id -> Uuid,
        entry -> LedgerEntry,
        at -> Timestamptz,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::kernel::sql_types::*;

    votes (idea_id, voter_id) {
        idea_id -> Uuid,
        voter_id -> Uuid,
        cast_at -> Timestamptz,
    }
}

diesel::joinable!(api_tokens -> people (person_id));
diesel::joinable!(audience_members -> people (person_id));
diesel::joinable!(blobs -> people (uploaded_by));
diesel::joinable!(brainstorms -> campaigns (campaign_id));
diesel::joinable!(brainstorms -> people (facilitator_id));
diesel::joinable!(brainstorms -> spaces (space_id));
diesel::joinable!(builds -> people (built_by));
diesel::joinable!(builds -> prototypes (prototype_id));
diesel::joinable!(campaign_fields -> campaigns (campaign_id));
diesel::joinable!(campaign_phases -> campaigns (campaign_id));
diesel::joinable!(campaign_reminders -> campaigns (campaign_id));
diesel::joinable!(campaign_reminders -> people (person_id));
diesel::joinable!(campaign_reviewers -> campaigns (campaign_id));
diesel::joinable!(campaign_reviewers -> people (person_id));
diesel::joinable!(campaign_slugs -> campaigns (campaign_id));
diesel::joinable!(campaign_ways_back -> campaigns (campaign_id));
diesel::joinable!(campaigns -> spaces (space_id));
diesel::joinable!(clusters -> brainstorms (brainstorm_id));
diesel::joinable!(clusters -> rounds (round_id));
diesel::joinable!(comment_versions -> comments (comment_id));
diesel::joinable!(comments -> ideas (idea_id));
diesel::joinable!(dot_budgets -> participants (participant_id));
diesel::joinable!(dot_budgets -> rounds (round_id));
diesel::joinable!(dots -> clusters (cluster_id));
diesel::joinable!(dots -> participants (participant_id));
diesel::joinable!(gate_criteria -> gates (gate_id));
diesel::joinable!(gates -> people (decided_by));
diesel::joinable!(gates -> prototypes (prototype_id));
diesel::joinable!(hypotheses -> prototypes (prototype_id));
diesel::joinable!(idea_fields -> campaign_fields (field_id));
diesel::joinable!(idea_fields -> ideas (idea_id));
diesel::joinable!(idea_followers -> ideas (idea_id));
diesel::joinable!(idea_followers -> people (person_id));
diesel::joinable!(idea_moves -> ideas (idea_id));
diesel::joinable!(idea_moves -> people (moved_by));
diesel::joinable!(idea_tags -> ideas (idea_id));
diesel::joinable!(idea_texts -> ideas (idea_id));
diesel::joinable!(idea_versions -> ideas (idea_id));
diesel::joinable!(idea_versions -> people (editor_id));
diesel::joinable!(ideas -> campaigns (campaign_id));
diesel::joinable!(ideas -> people (author_id));
diesel::joinable!(ideas -> spaces (space_id));
diesel::joinable!(learning_cards -> people (written_by));
diesel::joinable!(learning_cards -> prototypes (prototype_id));
diesel::joinable!(lineage_edges -> people (made_by));
diesel::joinable!(mentions -> comments (comment_id));
diesel::joinable!(mentions -> people (person_id));
diesel::joinable!(notes -> brainstorms (brainstorm_id));
diesel::joinable!(notes -> clusters (cluster_id));
diesel::joinable!(notes -> participants (participant_id));
diesel::joinable!(notes -> rounds (round_id));
diesel::joinable!(notifications -> people (person_id));
diesel::joinable!(official_answers -> ideas (idea_id));
diesel::joinable!(official_answers -> people (author_id));
diesel::joinable!(participants -> brainstorms (brainstorm_id));
diesel::joinable!(participants -> people (person_id));
diesel::joinable!(person_tags -> expertise_tags (tag_id));
diesel::joinable!(person_tags -> people (person_id));
diesel::joinable!(prototypes -> campaigns (campaign_id));
diesel::joinable!(prototypes -> ideas (idea_id));
diesel::joinable!(prototypes -> people (lead_id));
diesel::joinable!(prototypes -> spaces (space_id));
diesel::joinable!(prototypes -> sprints (sprint_id));
diesel::joinable!(readings -> people (read_by));
diesel::joinable!(readings -> test_sessions (test_session_id));
diesel::joinable!(role_grants -> campaigns (campaign_id));
diesel::joinable!(round_snapshots -> rounds (round_id));
diesel::joinable!(rounds -> brainstorms (brainstorm_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(space_members -> people (person_id));
diesel::joinable!(space_members -> spaces (space_id));
diesel::joinable!(stage_moves -> people (moved_by));
diesel::joinable!(stage_moves -> prototypes (prototype_id));
diesel::joinable!(stale_ranks -> ideas (idea_id));
diesel::joinable!(stances -> ideas (idea_id));
diesel::joinable!(stances -> people (person_id));
diesel::joinable!(terms_acceptances -> campaigns (campaign_id));
diesel::joinable!(terms_acceptances -> people (person_id));
diesel::joinable!(test_sessions -> hypotheses (hypothesis_id));
diesel::joinable!(test_sessions -> people (held_by));
diesel::joinable!(test_sessions -> prototypes (prototype_id));
diesel::joinable!(triage_decisions -> people (decided_by));
diesel::joinable!(vote_budgets -> campaigns (campaign_id));
diesel::joinable!(vote_budgets -> people (voter_id));

diesel::allow_tables_to_appear_in_same_query!(
    api_tokens,
    audience_members,
    blobs,
    brainstorms,
    builds,
    campaign_fields,
    campaign_phases,
    campaign_reminders,
    campaign_reviewers,
    campaign_slugs,
    campaign_ways_back,
    campaigns,
    clusters,
    comment_versions,
    comments,
    dot_budgets,
    dots,
    expertise_tags,
    gate_criteria,
    gates,
    hypotheses,
    idea_fields,
    idea_followers,
    idea_moves,
    idea_tags,
    idea_texts,
    idea_versions,
    ideas,
    learning_cards,
    lineage_edges,
    mentions,
    notes,
    notifications,
    official_answers,
    participants,
    people,
    person_tags,
    prototypes,
    readings,
    role_grants,
    round_snapshots,
    rounds,
    sessions,
    space_members,
    spaces,
    sprints,
    stage_moves,
    stale_ranks,
    stances,
    terms_acceptances,
    test_sessions,
    triage_decisions,
    vote_budgets,
    votes,
);

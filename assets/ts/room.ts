/** Light entry of the join, live room and vote pages. No htmx. */
import { startCountdowns } from "./countdown";
import { startCounters } from "./counters";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startFocus } from "./focus";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startNotes } from "./notes";
import { startToasts } from "./toasts";
import { startUnsent } from "./unsent";

startForms();
startToasts();
startDialogs();
startKeys();
startCounters();
startDrafts();
startCountdowns();
startLive();
startNotes();
startUnsent();
startFocus();

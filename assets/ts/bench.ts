/** Entry of normal pages: htmx and what makes every page a little quicker. All of it works without. */
import htmx from "htmx.org";
import { startCopy } from "./copy";
import { startCounters } from "./counters";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startFocus } from "./focus";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startListKeys } from "./list-keys";
import { startMenus } from "./menus";
import { startNav } from "./nav";
import { startRelativeTimes } from "./relative-times";
import { startTheme } from "./theme";
import { startTimeLeft } from "./time-left";
import { startNotes } from "./notes";
import { startToasts } from "./toasts";
import { startUnsent } from "./unsent";
import { startZone } from "./zone";

// What a script puts into the page asks for parts of it as what came with the page does.
document.addEventListener("fragment:swapped", (event) => {
  if (event.target instanceof Element) htmx.process(event.target);
});
startForms();
startTheme();
startToasts();
startDialogs();
startMenus();
startNav();
startKeys();
startListKeys();
startRelativeTimes();
startTimeLeft();
startCounters();
startCopy();
startDrafts();
startNotes();
startUnsent();
startFocus();
startZone();

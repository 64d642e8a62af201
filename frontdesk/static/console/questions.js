// The questions: what is typed stays; only alerts, notices and the number of questions come in live.

import { byId, follow, setHtml, showUrgent, showWaiting, start } from "./common.js";

start();
follow(() => "/staff/events", {
  queue({ urgent, notice, waiting }) {
    showUrgent(urgent);
    setHtml(byId("notice"), notice);
    showWaiting(waiting);
  },
});

// The queue: lines change in place, so that focus and reading position stay where they are.

import { byId, follow, setHtml, shown, showTimes, showUrgent, showWaiting, start } from "./common.js";

function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function line(row, old) {
  if (old && shown.get(old) === row.html) return old;
  const fresh = element(row.html);
  shown.set(fresh, row.html);
  showTimes(fresh);
  if (!old || shown.has(old)) fresh.classList.add("arrived"); // not on the first update after loading
  return fresh;
}

function arrange(list, wanted) {
  for (const old of [...list.children]) if (!wanted.includes(old)) old.remove();
  wanted.forEach((item, index) => list.children[index] !== item && list.insertBefore(item, list.children[index] ?? null));
}

function showRows(rows) {
  const lists = [byId("open-rows"), byId("recent-rows")];
  const old = new Map(lists.flatMap((list) => [...list.children]).map((item) => [item.dataset.id, item]));
  const focused = document.activeElement?.closest(".row")?.dataset.id;
  const lines = rows.map((row) => [row.open, line(row, old.get(row.id))]);
  arrange(lists[0], lines.filter(([open]) => open).map(([, item]) => item));
  arrange(lists[1], lines.filter(([open]) => !open).map(([, item]) => item));
  const again = focused && document.querySelector(`.row[data-id="${CSS.escape(focused)}"] .open`);
  if (again && document.activeElement !== again) again.focus({ preventScroll: true });
}

start();
follow(() => "/staff/events", {
  queue({ rows, urgent, notice, waiting }) {
    showRows(rows);
    showUrgent(urgent);
    setHtml(byId("notice"), notice);
    showWaiting(waiting);
  },
});

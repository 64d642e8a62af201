const LINE_SCHEMES = { "tel:": "phone", "sms:": "message", "https:": "link" };

/** The scheme of a line's address if it is one that calls, texts or opens a chat; otherwise null. */
function schemeOf(href) {
  const scheme = /^[a-z]+:/i.exec(href)?.[0].toLowerCase();
  return scheme in LINE_SCHEMES ? scheme : null;
}

/** One line as a large real link, or as plain words if its address is of no known kind. */
function lineLink(line) {
  const scheme = schemeOf(line.href);
  const words = el("span", { class: "line-words" },
    el("strong", {}, line.label), line.detail ? el("span", { class: "line-detail" }, line.detail) : null);
  if (scheme === null) return el("span", { class: "line" }, words);
  const outside = scheme === "https:";
  if (outside) words.append(unseen(` ${say("newTab")}`));
  const target = outside ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { class: "line", href: line.href, ...target }, icon(LINE_SCHEMES[scheme]), words);
}

/** The lines as a list of links, in the order given. */
function lineList(lines) {
  return el("ul", { class: "lines", role: "list" }, ...lines.map((line) => el("li", {}, lineLink(line))));
}

/** The clinic's own telephone as a line, or nothing if it is not known. */
function clinicLine() {
  if (!CLINIC.phone) return [];
  const href = `tel:${CLINIC.phone.replace(/[^+\d]/g, "")}`;
  return [{ label: `${say("clinicPhone", { clinic: CLINIC.name })}: ${CLINIC.phone}`, href, detail: say("clinicPhoneDetail") }];
}

/** The line that can be both called and texted, as {call, text, number}; null if there is none. */
function callOrText(lines) {
  for (const call of lines.filter((line) => schemeOf(line.href) === "tel:")) {
    const number = call.href.slice(4);
    const text = lines.find((line) => line.href.split("?")[0] === `sms:${number}`);
    if (text) return { call, text, number };
  }
  return null;
}

/** The emergency number among the lines the widget carries, in words. */
function emergencyNumber() {
  const carried = EMERGENCY_NUMBERS.find((number) => OFFLINE_LINES.some((line) => line.href === `tel:${number}`));
  return carried ?? say("localNumber");
}

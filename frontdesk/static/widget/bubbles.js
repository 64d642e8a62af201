/** Draws messages. actions: {choose(button), announce(text)}. */
class Bubbles {
  #actions;

  constructor(actions) {
    this.#actions = actions;
  }

  /** One message as an article with its sender, words, card and quick replies. */
  draw(message, { pending }) {
    const crisis = message.card?.kind === "crisis";
    const node = el("article", { class: `message from-${message.role}`, role: crisis ? "alert" : null, "data-sender": senderOf(message) });
    if (crisis) node.classList.add("crisis", `tier-${message.card.tier}`);
    const time = message.at ? timeOf(message.at) : null;
    node.append(
      el("p", { class: "sender" }, senderOf(message)),
      el("div", { class: "bubble" }, ...this.#contents(message)),
      el("p", { class: "meta" }, time, el("span", { class: "delivery" })),
      ...this.#replies(message));
    if (pending) this.#deliver(node, "sending");
    return node;
  }

  /** Groups messages of one sender: the name is then read out but not shown again. */
  regroup(log) {
    let sender = null;
    for (const node of log.children) {
      node.classList.toggle("follows", sender !== null && node.dataset.sender === sender);
      sender = node.dataset.sender ?? null;
    }
  }

  arrived(node, { at }) {
    if (node.classList.contains("from-visitor")) this.#deliver(node, "sent");
    const time = at ? timeOf(at) : null;
    if (time) {
      node.querySelector("time")?.remove();
      node.querySelector(".meta").prepend(time);
    }
  }

  delayed(node) {
    this.#deliver(node, "delayed");
  }

  refused(node, message, edit) {
    this.#deliver(node, "refused");
    node.querySelector(".delivery").append(` ${message} `, el("button", { type: "button", class: "plain", click: edit }, say("edit")));
  }

  /** Turns the quick replies of a message on or off; they keep the focus, so they are not disabled. */
  offer(node, live) {
    for (const button of node.querySelectorAll(".reply")) button.setAttribute("aria-disabled", String(!live));
  }

  /** Lines come right after the acknowledgement, before any question. */
  #contents({ text, card }) {
    const body = cardOf(card, this.#actions.announce);
    if (card?.kind !== "crisis") return body === null ? paragraphs(text) : [...paragraphs(text), body];
    const [, acknowledgement, rest] = /^(.*?[.?!\n])\s+(.*)$/s.exec(text) ?? [null, text, ""];
    return [...paragraphs(acknowledgement), body, ...paragraphs(rest)];
  }

  #replies({ buttons }) {
    if (!buttons?.length) return [];
    return [el("div", { class: "replies", role: "group", "aria-label": say("replies") },
      ...buttons.map((button) => el("button", { type: "button", class: "reply", click: (event) => this.#choose(event, button) }, button.title)))];
  }

  #choose(event, button) {
    if (event.currentTarget.getAttribute("aria-disabled") === "true") return;
    event.currentTarget.classList.add("chosen");
    this.#actions.choose(button);
  }

  #deliver(node, state) {
    node.dataset.delivery = state;
    node.querySelector(".delivery").replaceChildren(say(state));
  }
}

function paragraphs(text) {
  return text.split(/\n{2,}/).filter(Boolean).map((part) => el("p", {}, part));
}

function senderOf({ role, author }) {
  if (role === "visitor") return say("you");
  if (role === "staff") return author ? say("staff", { name: author }) : say("staffUnnamed");
  return role === "system" ? say("notice") : say("assistant");
}

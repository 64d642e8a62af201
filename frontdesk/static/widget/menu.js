/** What the visitor can do with the conversation. actions: {restart(), forget(), unsent() -> bool}. */
class Menu {
  #actions;
  #body = el("div", { class: "menu-body" });

  constructor(actions) {
    this.#actions = actions;
    this.button = el("button", { type: "button", class: "icon-button", "aria-label": say("menu"), "aria-expanded": "false", "aria-controls": "menu",
      click: () => this.#show(this.region.hidden) }, icon("menu"));
    this.region = el("div", { class: "menu", id: "menu", role: "region", "aria-label": say("menu"), hidden: true },
      this.#body, el("p", { class: "disclosure" }, say("disclosure", { number: emergencyNumber() })));
  }

  /** Closes the menu if it is open; true if it was. */
  collapse() {
    if (this.region.hidden) return false;
    this.#show(false);
    this.button.focus();
    return true;
  }

  #show(open) {
    this.region.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.#body.replaceChildren(
      el("button", { type: "button", class: "menu-item", click: () => this.#ask("restart") }, say("restart")),
      el("button", { type: "button", class: "menu-item", click: () => this.#ask("forget") }, say("forget")));
  }

  #ask(action) {
    const unsent = this.#actions.unsent() && action === "forget" ? ` ${say("unsentAsk")}` : "";
    const confirm = el("button", { type: "button", class: "solid", click: () => this.#run(action) }, say("confirm"));
    this.#body.replaceChildren(
      el("p", { class: "menu-question", id: "menu-question" }, el("strong", {}, say(action)), el("br"), say(`${action}Ask`) + unsent),
      el("div", { class: "menu-choice", role: "group", "aria-labelledby": "menu-question" }, confirm,
        el("button", { type: "button", class: "plain", click: () => this.collapse() }, say("cancel"))));
    confirm.focus();
  }

  #run(action) {
    this.#show(false);
    this.#actions[action]();
  }
}

const FULL_SCREEN = "(max-width: 480px), (max-height: 480px)";

/** The frame: launcher, dialog, header, strips. Beside the page it is no modal; where it covers the page it is. */
class Panel {
  #full = matchMedia(FULL_SCREEN);
  #onToggle;
  #collapse;
  #returnTo = null;
  #status = el("p", { class: "status" }, say("automated"));
  #speech = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
  #step = el("span", { "aria-hidden": "true" });
  #bar = el("progress", { max: "1", value: "0" });
  #progress = el("div", { class: "progress", hidden: true }, this.#bar, this.#step);
  #connection = el("p", { class: "connection", role: "status", hidden: true }, say("reconnecting"));
  #typing = el("div", { class: "typing", "aria-hidden": "true", hidden: true }, el("i"), el("i"), el("i"));
  #badge = el("span", { class: "badge", hidden: true }, say("unread"));
  #launcher = el("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false", click: () => this.open() },
    icon("chat"), el("span", {}, say("launcher")), this.#badge);

  /** parts: {menu, log, lifeline, composer}; onToggle(open); collapse() -> whether something inside took the Escape. */
  constructor({ menu, log, lifeline, composer }, onToggle, collapse) {
    this.#onToggle = onToggle;
    this.#collapse = collapse;
    this.composer = composer;
    this.log = log;
    const listeners = { keydown: (event) => this.#key(event), cancel: (event) => this.#cancel(event) };
    this.dialog = el("dialog", { class: "panel", role: "dialog", "aria-labelledby": "title", ...listeners },
      el("div", { class: "header" },
        el("div", { class: "header-words" }, el("h2", { id: "title" }, say("title", { clinic: CLINIC.name })), this.#status),
        menu.button,
        el("button", { type: "button", class: "icon-button", "aria-label": say("close"), click: () => this.close() }, icon("close"))),
      menu.region, this.#progress, this.#connection, log.area, this.#typing, ...lifeline.nodes, composer.form, this.#speech);
    this.node = el("div", { class: "root", lang: LANGUAGE }, this.#launcher, this.dialog);
    this.#full.addEventListener("change", () => this.dialog.open && this.#show());
    visualViewport?.addEventListener("resize", () => this.#fit());
  }

  get coversPage() {
    return this.#full.matches;
  }

  get isOpen() {
    return this.dialog.open;
  }

  open({ focus = true } = {}) {
    if (this.isOpen) return;
    this.#returnTo = focus ? document.activeElement : null;
    this.#badge.hidden = true;
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#show();
    if (focus) this.composer.focus();
    this.#onToggle(true);
  }

  close() {
    this.dialog.close();
    this.node.classList.remove("open");
    this.#launcher.setAttribute("aria-expanded", "false");
    const outside = this.#returnTo?.isConnected && this.#returnTo !== document.body && !this.node.getRootNode().host.contains(this.#returnTo);
    (outside ? this.#returnTo : this.#launcher).focus();
    this.#onToggle(false);
  }

  announce(text) {
    this.#speech.textContent = "";
    setTimeout(() => { this.#speech.textContent = text; }, 50); // an unchanged text would not be spoken again
  }

  unread() {
    if (!this.isOpen) this.#badge.hidden = false;
  }

  /** Who is at the other end, in words; spoken when it changes. */
  status(words) {
    if (this.#status.textContent === words) return;
    this.#status.textContent = words;
    this.announce(words);
  }

  /** words: who is writing, or null. */
  typing(words) {
    if (words && this.#typing.hidden) this.announce(words);
    this.#typing.hidden = words === null;
  }

  progress(progress) {
    this.#progress.hidden = !progress;
    if (!progress) return;
    this.#bar.max = progress.of;
    this.#bar.value = progress.step;
    this.#bar.setAttribute("aria-label", say("progress", progress));
    this.#step.textContent = say("progressShort", progress);
  }

  connection(lost) {
    this.#connection.hidden = !lost;
  }

  /** show() would move the focus, so beside the page the attribute is set instead. */
  #show() {
    const focused = this.node.getRootNode().activeElement;
    if (this.dialog.open) this.dialog.close();
    if (this.#full.matches) this.dialog.showModal();
    else this.dialog.open = true;
    this.node.classList.add("open");
    focused?.focus();
    this.#fit();
    this.log.toEnd(); // what is hidden loses its scroll position
  }

  /** On phones the keyboard covers the page: the panel takes only what is left. */
  #fit() {
    const height = this.#full.matches && visualViewport ? `${Math.round(visualViewport.height)}px` : "";
    this.dialog.style.setProperty("--height", height);
  }

  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.#collapse()) this.close();
  }

  #cancel(event) { // Android's back gesture and other ways to cancel a modal dialog
    event.preventDefault();
    if (this.isOpen) this.close();
  }
}

"use strict";
(() => {
  const root = document.documentElement;
  const card = document.getElementById("card");
  const told = document.getElementById("told");
  const marks = [...document.querySelectorAll("a.m")];
  const notes = [...document.querySelectorAll("details.note")];
  const hint = told.firstElementChild;
  const sheet = matchMedia("(max-width: 759px)");
  let open = null; // the mark whose card is shown
  let pinned = false; // chosen, and not only pointed at
  root.classList.add("js");
  for (const n of notes) n.open = false;

  const show = (mark, pin) => {
    if (open !== mark) {
      open?.removeAttribute("aria-current");
      open = mark;
      mark.setAttribute("aria-current", "true");
      const note = document.getElementById(mark.hash.slice(1));
      const head = document.createElement("p");
      head.className = "top";
      head.append(...note.querySelector("summary").cloneNode(true).childNodes);
      const body = note.querySelector(".body").cloneNode(true);
      body.querySelector(".up").remove();
      told.replaceChildren(head, body);
      card.scrollTop = 0;
    }
    pinned = pin;
    root.classList.add("told");
    if (sheet.matches && pin) {
      const gone = mark.getBoundingClientRect().bottom - card.getBoundingClientRect().top + 24;
      if (gone > 0) scrollBy(0, gone);
    }
  };
  const hide = () => {
    const was = open;
    open?.removeAttribute("aria-current");
    open = null;
    pinned = false;
    root.classList.remove("told");
    told.replaceChildren(hint);
    if (!card.contains(document.activeElement)) return;
    quiet = was;
    was?.focus({ preventScroll: true });
  };
  let quiet = null; // a mark that gets the focus back, and whose card was closed
  const go = (by) => {
    const live = marks.filter((m) => !m.classList.contains("dim"));
    const at = live.indexOf(open ?? document.activeElement);
    const next = live[(at + by + live.length) % live.length];
    if (!next) return;
    const inside = card.contains(document.activeElement);
    next.scrollIntoView({ block: "center" });
    if (!inside) next.focus({ preventScroll: true });
    show(next, true);
  };

  document.addEventListener("pointerover", (e) => {
    const m = e.pointerType === "mouse" && !sheet.matches && e.target.closest?.("a.m");
    if (m && !pinned) show(m, false);
  });
  // A pointer that goes down gives the focus before it clicks: the click is enough.
  let down = false;
  document.addEventListener("pointerdown", () => { down = true; });
  document.addEventListener("pointerup", () => { setTimeout(() => { down = false; }, 400); });
  document.addEventListener("pointercancel", () => { down = false; });
  document.addEventListener("focusin", (e) => {
    if (!down && e.target.matches("a.m") && e.target !== quiet) show(e.target, true);
    quiet = null;
  });
  document.addEventListener("click", (e) => {
    const m = e.target.closest("a.m");
    const tool = e.target.closest("[data-go]");
    const sift = e.target.closest("[data-f]");
    if (m) {
      e.preventDefault();
      show(m, true);
      if (!e.detail) card.focus({ preventScroll: true }); // Enter, not a pointer
    } else if (tool) {
      if (tool.dataset.go === "0") hide();
      else go(Number(tool.dataset.go));
    } else if (sift) filter(sift);
    else if (!card.contains(e.target)) sheet.matches ? hide() : (pinned = false);
  });
  document.addEventListener("keydown", (e) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === "Escape") return hide();
    const at = document.activeElement;
    const on = at?.matches("a.m") || card.contains(at);
    const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key] ??
      (at?.matches("a.m") ? { ArrowDown: 1, ArrowUp: -1 }[e.key] : undefined);
    if (!on || !by) return;
    e.preventDefault();
    go(by);
  });
  const filter = (button) => {
    const wanted = button.dataset.f;
    for (const b of document.querySelectorAll("[data-f]"))
      b.setAttribute("aria-pressed", String(b === button));
    for (const el of [...marks, ...notes])
      el.classList.toggle("dim", Boolean(wanted) && el.dataset.v !== wanted);
  };
  const reach = () => {
    const at = document.getElementById(location.hash.slice(1));
    if (at?.matches("details")) at.open = true;
  };
  addEventListener("hashchange", reach);
  for (const r of document.querySelectorAll("[name=lang]"))
    r.addEventListener("change", () => { root.lang = r.value; });
  root.lang = document.querySelector("[name=lang]:checked").value;
  reach();
})();

"use strict";
(() => {
  const { specs, data, tables, facts, words } = JSON.parse(
    document.getElementById("edition-data").textContent
  );
  const root = document.documentElement;
  const tip = document.getElementById("tip");
  const langs = ["zh", "en"];
  const code = { zh: "zh-Hant-TW", en: "en" };
  const drawn = new Set();

  // -- language: kept in the address, as #en or #en-battlefield ---------------------
  const wanted = () => {
    const lang = location.hash.slice(1).split("-")[0];
    return langs.includes(lang) ? lang : root.dataset.lang || "zh";
  };
  const show = (lang) => {
    const before = root.dataset.lang;
    const anchor = before && before !== lang ? nearest(before) : null;
    root.dataset.lang = lang;
    root.lang = code[lang];
    document.title = words[lang].title;
    for (const l of langs) document.getElementById(l).hidden = l !== lang;
    for (const a of document.querySelectorAll("[data-to]"))
      a.setAttribute("aria-current", String(a.dataset.to === lang));
    hide();
    draw(lang);
    const at = document.getElementById(location.hash.slice(1));
    if (at && location.hash.slice(1) !== lang) at.scrollIntoView();
    else if (anchor) document.getElementById(lang + anchor)?.scrollIntoView();
  };
  const nearest = (lang) => {
    let found = null;
    for (const h of document.querySelectorAll(`#${lang} h2[id]`))
      if (h.getBoundingClientRect().top < innerHeight / 2) found = h;
    return found && found.id.slice(lang.length);
  };

  // -- charts ---------------------------------------------------------------------
  const spec = (key, width) => {
    const made = structuredClone(specs[key]);
    for (const layer of made.layer)
      if (layer.data?.ref !== undefined)
        layer.data = { values: structuredClone(data[layer.data.ref].rows) };
    if (made.aspect) made.height = Math.round(Math.min(width * made.aspect, 620));
    if (made.wide && width >= 500) made.height = made.wide;
    delete made.aspect;
    delete made.wide;
    return made;
  };
  const draw = async (lang) => {
    if (drawn.has(lang)) return;
    drawn.add(lang);
    await Promise.all([...document.fonts].map((f) => f.load()));
    for (const el of document.querySelectorAll(`#${lang} .chart`)) {
      await vegaEmbed(el, spec(el.dataset.spec, el.clientWidth), {
        renderer: "svg",
        actions: false,
        tooltip: { theme: "custom" },
      });
      el.dataset.drawn = "yes";
    }
    root.dataset.drawn = [...drawn].join(" ");
  };
  const csv = (button) => {
    const table = tables[button.dataset.name];
    if (table) return save(button, table);
    const rows = [["series", "unit", "period_end", "value", "low", "high"]];
    for (const el of button.closest("figure").querySelectorAll(".chart"))
      for (const layer of specs[el.dataset.spec].layer) {
        const d = data[layer.data?.ref];
        if (!d?.name) continue;
        const [, series, unit] = d.name.match(/^(.*) \[(.*)\]$/);
        for (const r of d.rows)
          rows.push([series, unit, new Date(r.x).toISOString().slice(0, 10),
            r.y, r.l ?? "", r.h ?? ""]);
      }
    save(button, rows);
  };
  const save = (button, rows) => {
    const text = [...new Set(rows.map((r) => r.join(",")))].join("\n") + "\n";
    const a = document.createElement("a");
    a.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    a.download = button.dataset.name;
    a.click();
    URL.revokeObjectURL(a.href);
  };

  // -- what stands behind a number --------------------------------------------------
  const tell = (el) => {
    const lang = root.dataset.lang;
    const fact = facts[el.dataset.f];
    tip.replaceChildren();
    const title = document.createElement("p");
    title.textContent = fact.title[lang];
    const list = document.createElement("dl");
    const row = (name, value, tag = "dd") => {
      if (!value) return;
      const dt = document.createElement("dt");
      dt.textContent = words[lang][name];
      const dd = document.createElement("dd");
      if (tag === "code") dd.append(Object.assign(document.createElement("code"),
        { textContent: value }));
      else dd.textContent = value;
      list.append(dt, dd);
    };
    row("series", fact.series);
    row("period", fact.base ? `${fact.base} → ${fact.period}` : fact.period);
    row("how", words[lang][fact.how]);
    row("publisher", fact.publisher[lang]);
    row("known", fact.known[lang]);
    row("trace", fact.trace, "code");
    tip.append(title, list);
    tip.hidden = false;
    const box = el.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, root.clientWidth - tip.offsetWidth - 8));
    const below = box.bottom + tip.offsetHeight + 8 < innerHeight;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + scrollY}px`;
    el.setAttribute("aria-describedby", "tip");
  };
  const hide = () => {
    tip.hidden = true;
    document.querySelector("[aria-describedby=tip]")?.removeAttribute("aria-describedby");
  };

  document.addEventListener("focusin", (e) => {
    if (e.target.matches?.("[data-f]")) tell(e.target);
    else if (!tip.contains(e.target)) hide();
  });
  document.addEventListener("click", (e) => {
    const n = e.target.closest("[data-f]");
    if (n) return tell(n);
    if (!tip.contains(e.target)) hide();
    if (e.target.matches("button[data-name]")) csv(e.target);
    if (e.target.closest("nav a")) e.target.closest("details").open = false;
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    hide();
    for (const d of document.querySelectorAll("details[open]")) d.open = false;
  });
  addEventListener("hashchange", () => show(wanted()));
  show(wanted());
})();

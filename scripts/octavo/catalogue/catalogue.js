/* Search and filters, in the page itself: nothing is asked from anywhere. What is chosen stands in
   the address, so that a view can be linked to. Without this script the page is a complete list. */
(() => {
  "use strict";
  const form = document.querySelector(".finder");
  if (!form) return;
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  const texts = (paper, selector) => [...paper.querySelectorAll(selector)].map(node => node.dataset.sort || node.textContent);
  const papers = [...document.querySelectorAll(".paper")].map(paper => ({
    node: paper,
    text: fold(["h3", ".series", ".authors", ".date", ".abstract", ".subjects"]
      .flatMap(part => [...paper.querySelectorAll(part)]).map(node => node.textContent).join(" ")),
    year: [paper.closest(".year").dataset.year],
    author: texts(paper, ".authors li"),
    subject: texts(paper, ".subjects li"),
    language: [paper.dataset.language],
  }));
  const keys = ["year", "author", "subject", "language"];
  const reset = form.querySelector("button").closest("p");
  const status = document.querySelector(".count"), none = document.querySelector(".none");
  const plain = status.textContent;
  const language = document.documentElement.lang;
  for (const key of keys) {
    const counts = new Map();
    for (const paper of papers) for (const value of new Set(paper[key])) counts.set(value, (counts.get(value) || 0) + 1);
    const values = [...counts.keys()].sort((a, b) => key === "year" ? b.localeCompare(a) : a.localeCompare(b, language));
    for (const value of values) form[key].add(new Option(`${value} (${counts.get(value)})`, value));
    form[key].closest("p").hidden = values.length < 2;
  }
  const show = () => {
    const wanted = fold(form.q.value).split(/\s+/).filter(Boolean);
    const chosen = keys.filter(key => form[key].value);
    let shown = 0;
    for (const paper of papers) {
      const fits = wanted.every(word => paper.text.includes(word)) && chosen.every(key => paper[key].includes(form[key].value));
      paper.node.hidden = !fits;
      shown += fits;
    }
    for (const year of document.querySelectorAll(".year")) {
      const empty = !year.querySelector(".paper:not([hidden])");
      year.hidden = empty;
      const link = document.querySelector(`.years a[href="#${year.querySelector("h2").id}"]`);
      if (link) link.closest("li").hidden = empty;
    }
    none.hidden = shown > 0;
    const all = !wanted.length && !chosen.length;
    if (all && reset.contains(document.activeElement)) form.q.focus();
    reset.hidden = all;
    status.textContent = all ? plain : status.dataset.shown.replace("{n}", shown).replace("{all}", papers.length);
    const query = new URLSearchParams();
    for (const key of ["q", ...keys]) if (form[key].value) query.set(key, form[key].value);
    const address = location.pathname + (query.size ? `?${query}` : "") + location.hash;
    try { history.replaceState(null, "", address); } catch { /* a page opened from a file in some browsers */ }
  };
  const asked = new URLSearchParams(location.search);
  for (const key of ["q", ...keys]) if (asked.get(key)) form[key].value = asked.get(key);
  form.hidden = false;
  reset.hidden = true;
  form.addEventListener("input", show);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if ([...asked].length) show();
})();

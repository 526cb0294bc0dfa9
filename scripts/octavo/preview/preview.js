// Keeps a draft fresh: takes over the new text without losing the reader's place, and shows findings.
(() => {
  "use strict";
  const script = document.currentScript, id = script.dataset.id;
  let shown = Number(script.dataset.revision), pdf = 0;
  const host = document.createElement("div");
  host.id = "octavo-preview";
  const root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "/-/preview.css";
  const bar = document.createElement("section");
  bar.className = "bar";
  bar.setAttribute("aria-label", "Preview");
  root.append(sheet, bar);
  document.body.append(host);

  const element = (tag, className, text) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  };
  const status = element("p", "status");
  status.setAttribute("role", "status");
  const link = element("a", "pdf", "PDF");
  link.href = `/${id}/${id}.pdf`;
  link.target = "_blank";
  link.hidden = true;
  const details = element("details"), summary = element("summary"), list = element("ul");
  details.append(summary, list);
  details.open = sessionStorage.getItem("octavo-findings") !== "closed";
  details.addEventListener("toggle", () => sessionStorage.setItem("octavo-findings", details.open ? "open" : "closed"));
  bar.append(status, link, details);

  const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const tell = state => {
    const errors = state.findings.filter(one => one.severity === "error").length;
    const warnings = state.findings.filter(one => one.severity === "warning").length;
    bar.dataset.state = state.broken ? "broken" : errors ? "errors" : warnings ? "warnings" : "fine";
    status.textContent = state.broken ? "The text cannot be read just now; this is the page before."
      : errors ? `${plural(errors, "error")}: nothing is built until mended` : warnings ? plural(warnings, "warning") : "No fault found";
    link.hidden = !state.pdf;
    link.textContent = state.pdf === state.revision ? "PDF" : "PDF (a moment)";
    if (state.pdf !== pdf) { pdf = state.pdf; link.href = `/${id}/${id}.pdf?${pdf}`; }
    details.hidden = !state.findings.length;
    summary.textContent = plural(state.findings.length, "finding");
    list.replaceChildren(...state.findings.map(one => {
      const item = element("li", one.severity + (one.old ? " old" : "")), place = element("a", "place", one.place);
      place.href = one.href;
      item.append(place, element("span", "code", ` ${one.severity} ${one.code}: `), element("span", "", one.message));
      if (one.old) item.append(element("span", "hint", " (of the text before)"));
      if (one.hint) item.append(element("span", "hint", ` ${one.hint}`));
      return item;
    }));
  };

  const refresh = async state => {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown = Number(fresh.querySelector("script[data-revision]").dataset.revision);
    document.title = fresh.title;
    for (const selector of ["head > style", "head > link[rel=stylesheet]"]) {
      const old = document.querySelector(selector), now = fresh.querySelector(selector);
      if (old && now && old.outerHTML !== now.outerHTML) old.replaceWith(document.importNode(now, true));
      else if (old && !now) old.remove();
      else if (!old && now) document.head.append(document.importNode(now, true));
    }
    document.documentElement.lang = fresh.documentElement.lang;
    const kept = scrollY;
    document.querySelector("main").replaceWith(document.importNode(fresh.querySelector("main"), true));
    scrollTo({ top: kept, behavior: "instant" });
    document.documentElement.dataset.revision = shown;
  };

  const source = new EventSource(`/${id}/events`);
  source.addEventListener("message", async message => {
    const state = JSON.parse(message.data);
    if (state.revision !== shown && state.page && !state.broken) await refresh(state);
    tell(state);
  });
  source.addEventListener("error", () => {
    bar.dataset.state = "gone";
    status.textContent = "The preview has stopped; start it again to go on.";
  });
  addEventListener("pagehide", () => source.close());
})();

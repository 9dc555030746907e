// Comforts on top of pages that work without script. Nothing here decides anything; the server does.
(() => {
  "use strict";
  const say = (name) => document.body.dataset["say" + name] || "";
  const all = (selector, root = document) => Array.from((root || document).querySelectorAll(selector));

  // light, auto, dark: chosen here at once, remembered in the cookie that the server reads
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch] button");
    if (!button) return;
    event.preventDefault();
    const theme = button.value;
    document.cookie = `onramp_theme=${theme}; path=/; max-age=31536000; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
    document.documentElement.dataset.bsTheme = theme;
    all('meta[name="color-scheme"]').forEach((meta) => { meta.content = theme === "auto" ? "light dark" : theme; });
    all("[data-theme-switch] button").forEach((each) => each.setAttribute("aria-pressed", String(each.value === theme)));
    const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    all("picture[data-chart] source[media*=scheme]").forEach((source) => source.remove());
    all("picture[data-chart] source").forEach((source) => { source.srcset = source.srcset.replace(/theme=\w+/, `theme=${dark ? "dark" : "light"}`); });
    all("picture[data-chart] img").forEach((img) => { img.src = img.src.replace(/theme=\w+/, `theme=${dark ? "dark" : "light"}`); });
  });

  // menus close on Escape and on a click elsewhere
  const closeMenus = (except) => all("details[data-menu][open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // the key / goes to the search
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-quick-search]");
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !field || !field.offsetParent) return;
    event.preventDefault();
    field.focus();
  });

  // one press, one request
  const busy = (form, on, pressed) => {
    form.dataset.sending = on ? "1" : "";
    all('button[type="submit"]', form).forEach((button) => button.removeAttribute("aria-busy"));
    if (on && pressed) pressed.setAttribute("aria-busy", "true");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    busy(form, true, event.submitter || form.querySelector('button[type="submit"]'));
    form.dataset.changed = "";
    if (form.dataset.autosave) { kept.put(form); sessionStorage.setItem("onramp:sent", form.dataset.autosave); }
  }, true);
  window.addEventListener("pageshow", () => all("form[data-sending]").forEach((form) => busy(form, false)));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form[data-once]");
    if (form) busy(form, false);
  });

  // what is not saved is not left by accident
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-unsaved]");
    if (form) form.dataset.changed = "1";
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector('form[data-unsaved][data-changed="1"]:not([data-autosave])')) event.preventDefault();
  });

  // autosave: kept on this device until the server has it
  const kept = {
    key: (form) => `onramp:${form.dataset.autosave}`,
    put: (form) => {
      try { localStorage.setItem(kept.key(form), JSON.stringify(typed(form))); } catch { /* a full or closed store: the server still saves */ }
    },
    get: (form) => { try { return JSON.parse(localStorage.getItem(kept.key(form)) || "null"); } catch { return null; } },
    drop: (form) => { try { localStorage.removeItem(kept.key(form)); } catch { /* nothing was kept */ } },
  };
  const state = (form, name, text) => all("[data-autosave-state]", form).forEach((output) => {
    output.dataset.state = name.toLowerCase();
    output.textContent = text || say(name);
  });
  const typed = (form) => Array.from(new FormData(form)).filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
  const hidden = (form, name) => { const field = form.elements.namedItem(name); return Boolean(field) && field.type === "hidden"; };
  const words = (form, pairs) => JSON.stringify(pairs.filter(([name]) => !hidden(form, name)));
  const ours = (form) => (kept.get(form) || []).every(([name, value]) => name !== "window" || value === form.elements.window.value);
  // put back words still come after those they were typed after, and after what their own window saved
  const comeAfter = (form, then) => {
    if (!then.window || !form.elements.after) return;
    form.elements.after.value = `${then.after} ${then.window}`;
    form.elements.was.value = then.was;
  };
  const restore = (form) => {
    const pairs = kept.get(form);
    if (!pairs) return;
    if (words(form, pairs) === words(form, typed(form))) { kept.drop(form); return; }
    if ("answered" in form.dataset) { kept.put(form); return; }
    comeAfter(form, Object.fromEntries(pairs));
    all('input[type="checkbox"], input[type="radio"]', form).forEach((box) => {
      box.checked = pairs.some(([name, value]) => name === box.name && value === box.value);
    });
    pairs.forEach(([name, value]) => {
      const field = form.elements.namedItem(name);
      if (field && "type" in field && !["checkbox", "radio", "file", "hidden", "submit"].includes(field.type)) field.value = value;
    });
    state(form, "Restored");
    form.dataset.changed = "1";
    schedule(form, 200);
  };
  const timers = new WeakMap();
  const schedule = (form, delay) => { clearTimeout(timers.get(form)); timers.set(form, setTimeout(() => save(form), delay)); };
  const under = new WeakSet();
  const save = async (form) => {
    if (under.has(form)) { schedule(form, 400); return; }
    under.add(form);
    const body = new FormData(form);
    const before = JSON.stringify(kept.get(form));
    state(form, "Saving");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" }, credentials: "same-origin", signal: AbortSignal.timeout(20000) });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (answer.status === 409) { state(form, "Refused", refusal(await answer.text())); return; }
      if (!answer.ok || answer.redirected) { state(form, "Refused"); return; }
      if (JSON.stringify(kept.get(form)) !== before) { schedule(form, 400); return; }
      if (ours(form)) kept.drop(form);
      form.dataset.changed = "";
      state(form, "Saved");
    } catch {
      state(form, "Offline");
      schedule(form, 10000);
    } finally {
      under.delete(form);
    }
  };
  // a page of ours that is no refusal and no longer shows the form that was sent: the server has it
  const sent = sessionStorage.getItem("onramp:sent");
  if (sent && !document.querySelector("[data-refusal]")) {
    sessionStorage.removeItem("onramp:sent");
    if (!all("form[data-autosave]").some((form) => form.dataset.autosave === sent)) localStorage.removeItem(`onramp:${sent}`);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form) { kept.put(form); schedule(form, 1200); }
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted && document.querySelector("form[data-autosave]")) location.reload(); });
  window.addEventListener("online", () => all("form[data-autosave]").forEach((form) => { if (kept.get(form)) save(form); }));

  // clocks: data-counts-from or data-counts-to hold a moment in ISO 8601
  const pad = (figure) => String(figure).padStart(2, "0");
  const tick = () => all("[data-counts-from], [data-counts-to]").forEach((clock) => {
    const up = clock.dataset.countsFrom;
    const seconds = Math.max(0, Math.floor((up ? Date.now() - Date.parse(up) : Date.parse(clock.dataset.countsTo) - Date.now()) / 1000));
    clock.textContent = (seconds >= 3600 ? Math.floor(seconds / 3600) + ":" : "") + pad(Math.floor(seconds / 60) % 60) + ":" + pad(seconds % 60);
  });

  // a part that keeps itself fresh: data-part="address" data-refresh="seconds", replaced by what the address answers
  const refresh = (part) => setTimeout(() => {
    if (!part.isConnected) return;
    const writing = part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select");
    if (document.hidden || writing) { refresh(part); return; }
    window.htmx.ajax("GET", part.dataset.part || location.href, { target: part, swap: "outerHTML" }).catch(() => refresh(part));
  }, 1000 * Math.max(1, Number(part.dataset.refresh)));

  // what a page of refusal says
  const refusal = (page) => {
    const said = new DOMParser().parseFromString(page, "text/html").querySelector("[data-refusal] ul, [data-refusal]");
    return said ? said.textContent.trim() : "";
  };

  // a refused request of a part says so where messages appear
  document.addEventListener("htmx:responseError", (event) => {
    announce(refusal(event.detail.xhr.responseText) || say("Refused"));
  });
  document.addEventListener("htmx:sendError", () => announce(say("Refused")));
  const announce = (text) => {
    const place = document.getElementById("flashes");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "callout callout-bad flash";
    note.dataset.flash = "";
    note.append(Object.assign(document.createElement("div"), { textContent: text }));
    place.replaceChildren(note);
    ready(place);
    place.scrollIntoView({ block: "nearest" });
  };

  // what each new piece of page needs once
  const ready = (root) => {
    all("[data-flash]:not([data-ready])", root).forEach((flash) => {
      flash.dataset.ready = "1";
      const close = Object.assign(document.createElement("button"), { type: "button", className: "flash-close", textContent: "×" });
      close.setAttribute("aria-label", say("Close"));
      close.addEventListener("click", () => flash.remove());
      flash.append(close);
    });
    all("form[data-autosave]:not([data-ready])", root).forEach((form) => { form.dataset.ready = "1"; restore(form); });
    all("[data-refresh]:not([data-ready])", root).forEach((part) => { part.dataset.ready = "1"; refresh(part); });
    const first = root.querySelector ? root.querySelector("[data-focus]:not([data-still] *)") : null;
    if (first) first.focus();
  };
  ready(document);
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement || document));
  if (document.querySelector("[data-counts-from], [data-counts-to]")) { tick(); setInterval(tick, 1000); }
})();

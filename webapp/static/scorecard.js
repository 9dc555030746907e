// The scorecard's comforts: number keys, a stopwatch, how many questions are rated. Without script the form is the same.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const form = document.getElementById("scorecard");
  if (!form) return;

  // 1 to 8 choose on the question where the keyboard is, unless one is writing
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-8]$/.test(event.key) || !here) return;
    if (here.matches("textarea, input:not([type=radio]):not([type=checkbox]), select")) return;
    const question = here.closest("[data-question]");
    const choice = question && all("[data-rate] input[type=radio]", question)[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // how far one is
  const groups = all("[data-question] [data-rate]", form).slice(0, -1);
  const told = form.querySelector("[data-answered]");
  // the jumps are one stop for the keyboard; arrows go between them
  const jumps = all("[data-jump]", form);
  const stop = (here) => jumps.forEach((jump) => { jump.tabIndex = jump === here ? 0 : -1; });
  stop(jumps[0]);
  jumps.forEach((jump, n) => jump.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && jumps[n + step];
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.focus();
  }));
  const count = () => {
    all("[data-question] [data-rate]", form).forEach((group, n) => {
      if (jumps[n]) jumps[n].toggleAttribute("data-done", Boolean(group.querySelector("input:checked")));
    });
    const done = groups.filter((group) => group.querySelector("input:checked")).length;
    told.textContent = told.dataset.answered.replace("{done}", done).replace("{all}", groups.length);
  };
  form.addEventListener("input", count);
  count();

  // the stopwatch goes on when the page is loaded again
  const watch = form.querySelector("[data-watch]");
  const button = watch.querySelector("button");
  const key = `onramp:watch:${watch.dataset.watch}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } };
  let state = { spent: 0, since: null, ...read() };
  const spent = () => state.spent + (state.since ? Date.now() - state.since : 0);
  const show = () => {
    const seconds = Math.floor(spent() / 1000);
    watch.querySelector("[data-watch-time]").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    watch.toggleAttribute("data-over", seconds > 60 * Number(watch.dataset.watchMinutes));
    button.textContent = state.since ? button.dataset.pause : button.dataset.start;
  };
  button.addEventListener("click", () => {
    state = { spent: spent(), since: state.since ? null : Date.now() };
    try { localStorage.setItem(key, JSON.stringify(state)); } catch { /* a closed store: it counts until the page goes */ }
    show();
  });
  watch.hidden = false;
  show();
  setInterval(show, 1000);
})();

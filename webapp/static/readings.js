// Rating a team from the keyboard: 1 to 5 choose a level, 0 leaves it open, and the next person is ready.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest("[data-rating] input[type=radio]");
    if (!here || event.ctrlKey || event.metaKey || event.altKey || !/^[0-5]$/.test(event.key)) return;
    const row = here.closest("tr");
    const wanted = row.querySelector(`input[value="${event.key === "0" ? "" : event.key}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.checked = true;
    wanted.dispatchEvent(new Event("input", { bubbles: true }));
    const rows = Array.from(document.querySelectorAll("[data-rating] tbody tr"));
    const next = rows[rows.indexOf(row) + 1];
    const ready = next ? next.querySelector("input:checked") || next.querySelector("input") : here.form.querySelector('button[type="submit"]');
    ready.focus();
  });
})();

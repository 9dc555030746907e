// A time zone nobody has chosen yet begins as the device's own; without script it begins as the company's.
(() => {
  "use strict";
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.querySelectorAll("select[data-own-zone]").forEach((select) => {
    const known = Array.from(select.options).some((option) => option.value === here);
    if (known && !select.form.querySelector(".callout-bad")) select.value = here;
  });
})();

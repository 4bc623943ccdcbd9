// The menu closes by Esc and by a click elsewhere; long parts fold; errors take the focus. All works without it.
(() => {
  const menu = document.querySelector("[data-menu]");
  if (menu) {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
  }
  if (matchMedia("(max-width: 767.98px)").matches) { // long parts begin closed on a phone
    for (const part of document.querySelectorAll("details[data-folds]")) part.open = false;
  }
  const errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();
  document.addEventListener("click", (event) => { // a button that is not allowed says why instead
    const button = event.target.closest('[aria-disabled="true"]');
    if (button) event.preventDefault();
  });
})();

// Shortcuts of one-page forms: Alt and a panel's number goes to its first field, Alt and S to the
// page's main button. The reader may switch them off; the choice stays in this browser.
(() => {
  const OFF = "suar-shortcuts-off";
  const parts = [...document.querySelectorAll("[data-shortcut]")];
  const button = document.querySelector("[data-shortcuts]");
  const off = () => localStorage.getItem(OFF) === "1";
  const show = () => {
    document.documentElement.toggleAttribute("data-no-shortcuts", off());
    if (button) button.setAttribute("aria-pressed", String(!off()));
  };
  show();
  if (button) {
    button.addEventListener("click", () => {
      if (off()) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
      show();
    });
  }
  const FIELDS = "input:not([type=hidden]):not([disabled]), select, textarea, button, a[href]";
  document.addEventListener("keydown", (event) => {
    if (off() || !event.altKey || event.ctrlKey || event.metaKey) return;
    const digit = /^Digit(\d)$/.exec(event.code);
    const part = digit && parts.find((each) => each.dataset.shortcut === digit[1]);
    if (part) {
      event.preventDefault();
      if (part.matches("details")) part.open = true;
      const body = part.querySelector(".panel-body");
      (body.querySelector("input:checked") || body.querySelector(FIELDS) || part).focus();
      part.scrollIntoView({ block: "nearest" });
    } else if (event.code === "KeyS" && parts.length) {
      const main = document.querySelector("main [data-main]");
      if (main) { event.preventDefault(); main.focus(); }
    }
  });
})();

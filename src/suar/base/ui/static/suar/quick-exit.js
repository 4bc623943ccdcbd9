// The quick exit: the page's own entry in the history is replaced. Without this script it is a link.
(() => {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;
  const leave = () => {
    document.documentElement.hidden = true; // nothing stays to be seen while the next page loads
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => { event.preventDefault(); leave(); });
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { pressed = []; return; }
    const now = Date.now();
    pressed = pressed.filter((at) => now - at < 3000).concat(now);
    if (pressed.length >= 3) leave();
  });
  const errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();
})();

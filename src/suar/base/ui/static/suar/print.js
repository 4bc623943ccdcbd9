// The print button of a paper; the browser's own menu does the same without it.
(() => {
  const button = document.querySelector("[data-print]");
  if (button) button.addEventListener("click", () => window.print());
})();

// A passkey that was not shown (cancelled, unknown here, no reader): the page says so, in words.
(() => {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const place = document.querySelector("[data-passkey-words]");
    if (!place) return;
    place.textContent = place.dataset.passkeyWords;
    place.hidden = false;
    place.focus();
  });
})();

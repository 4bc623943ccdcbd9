// The idle lock in the page: a minute's warning, then the lock page. Writing counts as being here;
// the server is told at most every two minutes, and it locks by itself if this script does not run.
(() => {
  const own = document.currentScript;
  const minutes = Number(own.dataset.minutes);
  if (!minutes) return;
  const MINUTE = 60000;
  let last = Date.now();
  let told = last;
  let warning = null;

  const tell = () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (!token) return;
    told = Date.now();
    fetch(own.dataset.seen, { method: "POST", headers: { "X-CSRFToken": token.value } })
      .catch(() => { told = 0; }); // not connected: told at the next key
  };
  const here = () => {
    last = Date.now();
    if (warning) { warning.remove(); warning = null; tell(); }
    if (last - told > 2 * MINUTE) tell();
  };
  const warn = () => {
    warning = document.createElement("div");
    warning.className = "note alarm idle-warning";
    warning.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = own.dataset.warning;
    const stay = document.createElement("button");
    stay.type = "button";
    stay.className = "btn btn-main";
    stay.textContent = own.dataset.stay;
    stay.addEventListener("click", here);
    warning.append(words, stay);
    document.body.append(warning);
  };
  const lock = () => {
    document.dispatchEvent(new Event("suar:lock"));
    const next = encodeURIComponent(window.location.pathname + window.location.search);
    setTimeout(() => { // after the drafts are sealed
      const form = document.createElement("form");
      form.method = "post";
      form.action = `${own.dataset.lock}?next=${next}`;
      form.append(document.querySelector("input[name=csrfmiddlewaretoken]").cloneNode());
      document.body.append(form);
      form.submit();
    }, 300);
  };
  ["keydown", "pointerdown", "wheel", "touchmove", "input"].forEach((deed) => {
    document.addEventListener(deed, here, { passive: true });
  });
  const watch = setInterval(() => {
    const idle = Date.now() - last;
    if (idle > minutes * MINUTE) { clearInterval(watch); lock(); }
    else if (idle > (minutes - 1) * MINUTE && !warning) warn();
  }, 5000);
})();

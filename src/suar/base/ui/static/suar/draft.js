// Drafts of forms marked data-draft="name". They lie in this window's sessionStorage only, sealed
// with a key of this session (AES-GCM): closed with the window, unreadable after signing out.
// Passwords, files and hidden fields are never kept. A draft goes once the form has been received:
// the page after it carries no errors. See docs/explanation/drafts.md.
(() => {
  const PREFIX = "suar-draft:";
  const SENT = "suar-sent";
  const body = document.querySelector("[data-draft-key]");
  const line = document.querySelector("[data-draft-line]");
  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX)).length;
  const say = (what) => {
    if (line) line.textContent = (line.dataset[what] || "").replace("{n}", String(drafts()));
  };

  const forget = (test) => {
    for (const name of Object.keys(sessionStorage)) if (test(name)) sessionStorage.removeItem(name);
  };
  document.querySelectorAll("[data-sign-out]").forEach((form) => {
    form.addEventListener("submit", () => sessionStorage.clear());
  });
  const sent = sessionStorage.getItem(SENT);
  if (sent && !document.querySelector("[data-errors]")) {
    forget((name) => name === sent || name === SENT);
  }
  const forms = document.querySelectorAll("form[data-draft]");
  if (!body || !forms.length || !window.crypto || !crypto.subtle) return;

  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const text = (array) => btoa(String.fromCharCode(...new Uint8Array(array)));
  const key = crypto.subtle.importKey("raw", bytes(body.dataset.draftKey), "AES-GCM", false,
    ["encrypt", "decrypt"]);

  const seal = async (value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(value));
    return `${text(iv)}.${text(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, clear))}`;
  };
  const open = async (sealed) => {
    const [iv, rest] = sealed.split(".").map(bytes);
    const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, rest);
    return JSON.parse(new TextDecoder().decode(clear));
  };
  const kept = (form) => [...form.elements].filter((field) => field.name
    && !["password", "hidden", "file", "submit", "button"].includes(field.type)
    && !field.closest("[data-no-draft]"));
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const read = (form) => kept(form).filter((field) => !ticks(field) || field.checked)
    .map((field) => [field.name, field.value]);
  const write = (form, pairs) => kept(form).forEach((field) => {
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
    if (ticks(field)) field.checked = values.includes(field.value);
    else if (values.length) [field.value] = values;
  });

  forms.forEach((form) => {
    const name = `${PREFIX}${window.location.pathname}:${form.dataset.draft}`;
    const stored = sessionStorage.getItem(name);
    if (stored) {
      open(stored).then((pairs) => { write(form, pairs); say("back"); })
        .catch(() => sessionStorage.removeItem(name)); // of another session: not ours to open
    }
    let waiting = 0;
    const keep = async () => {
      sessionStorage.setItem(name, await seal(read(form)));
      say(navigator.onLine ? "kept" : "offline");
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(keep, 800); });
    document.addEventListener("suar:lock", () => { clearTimeout(waiting); keep(); });
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      if (!navigator.onLine) { event.preventDefault(); keep(); return; }
      sessionStorage.setItem(SENT, name);
    });
  });
  window.addEventListener("offline", () => say("offline"));
  window.addEventListener("online", () => say("kept"));
})();

// Files dropped on the page: sizes are looked at before they are sent, and the sending is shown.
(() => {
  const form = document.querySelector("form[data-drop]");
  if (!form) return;
  const zone = form.querySelector("[data-drop-zone]");
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("#drop-said");
  const progress = form.querySelector("[data-drop-progress]");
  const bar = progress.querySelector("progress");
  const text = progress.querySelector("[data-drop-text]");

  function wrong(files) {
    const most = Number(form.dataset.mostBytes);
    const large = [...files].find((file) => file.size > most);
    if (large) return `${large.name} is too large for the browser: at most ${most / 1e6} MB. Load it on the command line: northing load FILE.`;
    if (files.length > Number(form.dataset.mostFiles)) return `At most ${form.dataset.mostFiles} files are taken at once.`;
    return "";
  }

  function say(sentence) {
    said.replaceChildren();
    if (!sentence) return;
    const note = document.createElement("p");
    note.className = "notice bad";
    note.textContent = sentence;
    said.append(note);
  }

  form.addEventListener("htmx:beforeRequest", (event) => {
    const sentence = wrong(input.files);
    say(sentence);
    if (sentence) event.preventDefault();
    else progress.hidden = false;
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.detail.lengthComputable) return;
    bar.value = Math.round((100 * event.detail.loaded) / event.detail.total);
    if (bar.value < 100) return;
    text.textContent = "Reading …";
    bar.removeAttribute("value");
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) return;
    progress.hidden = true;
    bar.value = 0;
    text.textContent = "Sending …";
  });
  form.addEventListener("htmx:sendError", () => say("The server could not be reached, or it refused a file as too large. Nothing was loaded."));

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();

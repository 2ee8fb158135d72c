// Small helps on top of pages that work without them. Everything hangs on data-bangkom-* attributes.
(() => {
  "use strict";

  // Menus are <details>: one is open at a time; Escape or a click outside closes it.
  const openMenus = () => document.querySelectorAll("details[data-bangkom-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (location.hash === "#menu") location.hash = "#isi";
  });

  // Ticked rows: count them, tick a whole page, switch the buttons on.
  const refresh = (block) => {
    const bar = block.querySelector("[data-bangkom-actions]");
    if (!bar) return;
    const ticks = [...block.querySelectorAll('input[name="pilih"]')];
    const picked = ticks.filter((tick) => tick.checked).length;
    const all = bar.querySelector("[data-bangkom-all]");
    const page = bar.querySelector("[data-bangkom-page]");
    page.closest("label").hidden = false;
    page.checked = picked > 0 && picked === ticks.length;
    page.indeterminate = picked > 0 && picked < ticks.length;
    const counter = bar.querySelector("[data-bangkom-picked]");
    counter.textContent = picked ? counter.dataset.bangkomPicked.replace("{n}", picked) : "";
    for (const button of bar.querySelectorAll("button")) button.disabled = !picked && !(all && all.checked);
  };
  document.addEventListener("change", (event) => {
    const block = event.target.closest("[data-bangkom-table]");
    if (!block) return;
    if (event.target.matches("[data-bangkom-page]")) {
      for (const tick of block.querySelectorAll('input[name="pilih"]')) tick.checked = event.target.checked;
    }
    refresh(block);
  });

  // Acts that cannot be taken back ask first, in a dialog of the page.
  const ask = (button) => {
    const dialog = document.createElement("dialog");
    dialog.className = "bk-dialog";
    const text = document.createElement("p");
    text.textContent = button.dataset.bangkomConfirm;
    const row = document.createElement("div");
    row.className = "bk-dialog-actions";
    const no = document.createElement("button");
    no.className = "btn";
    no.textContent = document.documentElement.lang === "en" ? "Cancel" : "Batal";
    const yes = document.createElement("button");
    yes.className = button.classList.contains("btn-outline-danger") ? "btn btn-danger" : "btn btn-primary";
    yes.textContent = button.textContent.trim();
    row.append(no, yes);
    dialog.append(text, row);
    dialog.setAttribute("aria-label", button.textContent.trim());
    document.body.append(dialog);
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      button.dataset.bangkomConfirmed = "1";
      dialog.close();
      button.click();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      button.focus();
    });
    dialog.showModal();
  };
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-bangkom-confirm]");
      if (!button) return;
      if (button.dataset.bangkomConfirmed) {
        delete button.dataset.bangkomConfirmed;
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      ask(button);
    },
    true,
  );

  // A form that is being sent cannot be sent twice.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.defaultPrevented) return;
    const button = event.submitter;
    if (button) setTimeout(() => (button.disabled = true));
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("button:disabled")) button.disabled = false;
  });

  // A slider and its number move together: data-bangkom-twin="id of the other". Without scripts the number stands alone.
  // Caught on the way down, so that whoever asks the server next finds both alike.
  document.addEventListener(
    "input",
    (event) => {
      const twin = event.target.dataset && event.target.dataset.bangkomTwin;
      const other = twin && document.getElementById(twin);
      if (other && event.target.value !== "") other.value = event.target.value;
    },
    true,
  );

  // Once such a form has come to rest, another is sent with the same values: data-bangkom-then="id of the form".
  let resting;
  document.addEventListener("change", (event) => {
    const source = event.target.closest("[data-bangkom-then]");
    const next = source && document.getElementById(source.dataset.bangkomThen);
    if (!next) return;
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (!source.reportValidity()) return;
      for (const [name, value] of new FormData(source)) {
        const field = next.elements.namedItem(name);
        if (field) field.value = value;
      }
      next.requestSubmit();
    }, 600);
  });

  // A part that could not be loaded says so at the top; what is on the page stays as it was.
  const tell = (kind) => {
    const place = document.getElementById("pesan");
    if (!place || place.querySelector("[data-bangkom-told]")) return;
    const note = document.createElement("div");
    note.className = "bk-note bk-danger";
    note.dataset.bangkomTold = "";
    note.textContent = place.dataset[kind];
    place.append(note);
    place.scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:response:error", (event) => {
    if (event.detail.ctx.response.status !== 422) tell("bangkomFailed");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.error && event.detail.error.name !== "AbortError") tell("bangkomOffline");
  });

  // A table that fits its frame needs no scroll bar there, and its head may stick to the page instead.
  // Measured together in the next frame, so that the page is laid out once.
  const fit = () =>
    requestAnimationFrame(() => {
      const frames = [...document.querySelectorAll(".bk-frame:not(.bk-frame-wide)")];
      const fits = frames.map((frame) => frame.firstElementChild.scrollWidth <= frame.clientWidth + 1);
      frames.forEach((frame, i) => frame.classList.toggle("bk-frame-fits", fits[i]));
    });
  window.addEventListener("resize", fit);

  // What a page or a part needs once it is there: tables measured, bars switched, the first mistake in focus.
  const arrive = (nodes) => {
    fit();
    for (const block of document.querySelectorAll("[data-bangkom-table]")) refresh(block);
    for (const slider of document.querySelectorAll("input[type=range][data-bangkom-twin]")) slider.hidden = false;
    for (const node of nodes) {
      const wrong = node.matches?.("[data-bangkom-focus]") ? node : node.querySelector?.("[data-bangkom-focus]");
      if (wrong) return wrong.focus();
    }
  };
  document.addEventListener("DOMContentLoaded", () => arrive([document]));
  document.addEventListener("htmx:after:settle", (event) => {
    const { newContent = [], task = {} } = event.detail;
    arrive(newContent);
    // The job that was watched has ended: go on to its result.
    if (!task.sourceElement?.matches?.("[data-bangkom-job]")) return;
    const result = document.querySelector("[data-bangkom-arrive]");
    if (result) location.assign(result.href);
  });
})();

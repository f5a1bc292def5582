// Makes what goes on appear by itself; every page works without it.
"use strict";

function follow(part) {
  let ended = false;
  let stream = null;
  let timer = 0;
  const busy = { now: false };

  async function renew() {
    if (busy.now || ended) { return; }
    busy.now = true;
    try {
      const answer = await fetch(part.dataset.part, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) { return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) {
        part.replaceChildren(...fresh.childNodes);
        if (part.dataset.every && !fresh.dataset.every) { ended = true; clearInterval(timer); }
      }
    } finally {
      busy.now = false;
    }
  }

  if (part.dataset.events) {
    stream = new EventSource(part.dataset.events);
    stream.addEventListener("change", renew);
    addEventListener("pagehide", () => stream.close());
  } else if (part.dataset.every) {
    timer = setInterval(renew, Number(part.dataset.every));
  }
}

document.querySelectorAll("[data-part]").forEach(follow);

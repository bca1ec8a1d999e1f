// Hits as one types, and the keyboard: / to the box, arrows through the hits. Without this script the form works as well.
(() => {
  const box = document.getElementById("q");
  const place = document.getElementById("hits");
  const told = document.getElementById("told");
  if (!box) return;

  const links = () => [...document.querySelectorAll("#hits a.hit")];
  const announce = () => {
    const line = place && place.querySelector("[data-told]");
    if (told && line) { told.textContent = line.textContent; line.remove(); } else if (told) told.textContent = "";
  };

  let waiting, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch("/find/hits?q=" + encodeURIComponent(box.value), { signal: asked.signal });
      if (answer.ok) { place.innerHTML = await answer.text(); announce(); }
    } catch (fault) {
      if (fault.name !== "AbortError") throw fault;
    }
  };
  if (place) {
    announce();
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 80); });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (event.isComposing || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
    const all = links(), at = all.indexOf(document.activeElement);
    if (event.target !== box && at < 0) return;
    if (event.key === "Escape") { box.focus(); return; }
    const next = event.key === "ArrowDown" ? at + 1 : at - 1;
    if (next >= all.length) return;
    event.preventDefault();
    (next < 0 ? box : all[next]).focus();
  });
})();

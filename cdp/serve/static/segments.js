// Counts who is selected while a condition is being entered. Without this script the count follows with the condition.
(() => {
  const form = document.querySelector("form.condition");
  const told = form && form.querySelector("[data-count]");
  if (!told) return;

  let waiting, asked;
  const count = async () => {
    asked?.abort();
    asked = new AbortController();
    const entries = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(`${told.dataset.count}?${entries}`, { signal: asked.signal });
      told.textContent = answer.ok ? await answer.text() : "";
    } catch (fault) {
      if (fault.name !== "AbortError") throw fault;
    }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(count, 200); });
  count();
})();

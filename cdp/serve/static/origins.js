// Tells where a value comes from once it is opened. Without this script a link leads to the page that tells it.
(() => {
  let page;
  const whole = (address) => (page ??= fetch(address).then((answer) => answer.text())
    .then((text) => new DOMParser().parseFromString(text, "text/html")));
  for (const each of document.querySelectorAll("details[data-origin]")) {
    each.addEventListener("toggle", async () => {
      const told = (await whole(each.dataset.origin)).getElementById("of-" + each.dataset.of);
      if (told) each.querySelector("div").replaceChildren(...told.cloneNode(true).children);
    }, { once: true });
  }
})();

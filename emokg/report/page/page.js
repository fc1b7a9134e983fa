"use strict";
// Tables sort by the column whose head is pressed: numbers by value, nothing last, texts by name.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.parentElement;
    const body = head.closest("table").tBodies[0];
    const number = head.classList.contains("number");
    const down = head.getAttribute("aria-sort") !== (number ? "descending" : "ascending");
    const order = number === down ? "descending" : "ascending";
    const sign = order === "ascending" ? 1 : -1;
    const key = (row) => {
      const cell = row.cells[head.cellIndex];
      if (!number) return cell.textContent;
      return cell.dataset.v === "" ? null : Number(cell.dataset.v);
    };
    const rows = [...body.rows].map((row) => [key(row), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * (number ? a - b : a.localeCompare(b, "en"));
    });
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    body.append(...rows.map(([, row]) => row));
  });
}

// A dot of a map says what it is of.
const details = JSON.parse(document.getElementById("details").textContent);
const tip = document.getElementById("tip");
const tell = (event) => {
  const dot = event.target.closest?.("circle[data-i]");
  if (!dot) {
    tip.hidden = true;
    return;
  }
  const [image, label, picture] = details[dot.parentElement.dataset.of][dot.dataset.i];
  tip.textContent = `${image} (${label})`;
  if (picture) {
    const shown = document.createElement("img");
    shown.src = picture;
    shown.alt = "";
    tip.prepend(shown);
  }
  tip.hidden = false;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 12, width - box.width - 4))}px`;
  tip.style.top = `${Math.max(4, Math.min(event.clientY + 12, height - box.height - 4))}px`;
};
document.addEventListener("pointerover", tell);
document.addEventListener("pointerdown", tell);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tip.hidden = true;
});

// What is folded on the screen is printed; afterwards it is as it was.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.numbers:not([open])")];
  for (const part of folded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});

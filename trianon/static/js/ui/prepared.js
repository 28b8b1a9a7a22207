/* Begins the note with the prepared words of the reasons that are ticked, until the member changes them. */

export function start(form) {
  const words = JSON.parse(form.dataset.words);
  const note = form.elements.namedItem("note");
  if (!note || !Object.keys(words).length) return;
  let ours = "";
  form.addEventListener("change", (event) => {
    if (event.target.name !== "verdict" && event.target.name !== "reasons") return;
    if (note.value !== ours) return;
    const verdict = form.querySelector("[name=verdict]:checked")?.value;
    const ticked = [...form.querySelectorAll("[name=reasons]:checked")].map((box) => box.value);
    // A reason that is ticked before the verdict is one for a refusal: that is what the list is for.
    const known = words[verdict ?? "refuse"] ?? {};
    ours = ticked.map((reason) => known[reason]).filter(Boolean).join("\n");
    note.value = ours;
    note.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

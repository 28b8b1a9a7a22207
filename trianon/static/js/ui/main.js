/* Starts each behaviour where the page asks for it: data-ui="name" loads name.js and hands it the element. */

for (const element of document.querySelectorAll("[data-ui]")) {
  for (const name of element.dataset.ui.split(" ")) {
    import(`./${name}.js`).then((behaviour) => behaviour.start(element));
  }
}

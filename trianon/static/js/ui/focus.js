/* The error summary takes the focus, so that it is read first. */

export function start(element) {
  element.focus();
}

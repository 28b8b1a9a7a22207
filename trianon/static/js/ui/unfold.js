/* Filters stand open where there is room beside the list. */

export function start(details) {
  if (matchMedia("(width >= 60rem)").matches) details.open = true;
}

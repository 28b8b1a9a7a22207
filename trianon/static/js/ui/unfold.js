/* Filters stand open where there is room beside the list; browsers that know ::details-content do it by the sheet alone. */

export function start(details) {
  if (!CSS.supports("selector(::details-content)") && matchMedia("(width >= 60rem)").matches) details.open = true;
}

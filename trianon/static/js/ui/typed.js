/* What stands in a form, and what the site had put there: a browser gives words back by itself, and may be typed into
   before the scripts have come. */

export const typedIn = (form) => [...new FormData(form)];

export function shownIn(form) {
  const pairs = [];
  for (const control of form.elements) {
    if (!control.name || control.disabled || control.matches("button, fieldset, output, [type=submit], [type=file]")) continue;
    if (control.matches("[type=checkbox], [type=radio]")) {
      if (control.defaultChecked) pairs.push([control.name, control.value]);
    } else if (control.options) {
      const chosen = [...control.options].filter((option) => option.defaultSelected);
      if (!chosen.length && !control.multiple && control.options.length) chosen.push(control.options[0]);
      for (const option of chosen) pairs.push([control.name, option.value]);
    } else pairs.push([control.name, control.defaultValue]);
  }
  return pairs;
}

export const isTouched = (form) => JSON.stringify(typedIn(form)) !== JSON.stringify(shownIn(form));

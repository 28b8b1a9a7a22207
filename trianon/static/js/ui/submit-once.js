/* A form is sent once: a second click within five seconds does nothing. The server guards itself as well. */

export function start(form) {
  let sentAt = -Infinity;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < 5000) event.preventDefault();
    else sentAt = event.timeStamp;
  });
  // Coming back through the history, the form may be sent again.
  addEventListener("pageshow", () => { sentAt = -Infinity; });
}

/**
 * To be called when an action has taken away what had the focus, such as the button that was pressed: the keyboard goes on
 * in the page, not at its top.
 */
export function keepFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) focusContent();
  });
}

/** Focuses the page below its menu. */
export function focusContent(): void {
  document.getElementById("content")?.focus({ preventScroll: true });
}

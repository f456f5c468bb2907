/** Controls that take text or a choice. */
const FIELDS = "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled])";

/**
 * Where the focus of a dialog begins: its first field, else the first button of its footer, which deletes nothing.
 * Radix would begin with its first element, the close button.
 */
export function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  const found = [FIELDS, "footer button:not([disabled])"].flatMap((kind) => [
    ...dialog.querySelectorAll<HTMLElement>(kind),
  ]);
  // Collapsed elements take no focus.
  const focused = found.some((element) => {
    element.focus();
    return document.activeElement === element;
  });
  if (focused) event.preventDefault();
}

/** What takes text or a choice. */
const FIELDS = "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled])";

/**
 * Where a dialog begins: its first field, else the first button of its footer, which takes nothing away. Radix would begin
 * with what comes first in it, and that is the button that closes it.
 */
export function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  const found = [FIELDS, "footer button:not([disabled])"].flatMap((kind) => [
    ...dialog.querySelectorAll<HTMLElement>(kind),
  ]);
  // What is folded away takes no focus.
  const focused = found.some((element) => {
    element.focus();
    return document.activeElement === element;
  });
  if (focused) event.preventDefault();
}

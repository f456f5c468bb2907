/** Whether a key is not for the page: the user is typing, or a dialog or a menu is open, or it is a browser's shortcut. */
export function isTyping({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("[role=dialog], [role=alertdialog], [role=menu], select, textarea, [contenteditable]"))
    return true;
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}

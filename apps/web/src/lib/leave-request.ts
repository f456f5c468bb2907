const EVENT = "pragma:leave";

/**
 * Leaves the page by code: at once, or, where a component with unsaved text refuses, once the user has given that up.
 * Such components see links without this.
 * @param go leaves it
 */
export function leaveBy(go: () => void): void {
  if (window.dispatchEvent(new CustomEvent(EVENT, { detail: go, cancelable: true }))) go();
}

/** How many components have unsaved text. */
let refusing = 0;

/** Whether something on the page would be lost by leaving it. */
export function isLeavingRefused(): boolean {
  return refusing > 0;
}

/**
 * Blocks leaving the page until the returned function is called.
 * @param onRefused receives what leaves the page, to be called once that is allowed
 */
export function refuseToLeave(onRefused: (go: () => void) => void): () => void {
  const listener = (event: Event): void => {
    event.preventDefault();
    onRefused((event as CustomEvent<() => void>).detail);
  };
  window.addEventListener(EVENT, listener);
  refusing += 1;
  return () => {
    window.removeEventListener(EVENT, listener);
    refusing -= 1;
  };
}

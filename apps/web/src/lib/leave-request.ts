const EVENT = "pragma:leave";

/**
 * Whether the user may leave the page. A component with unsaved text may refuse, and then navigates itself once that is
 * allowed. For navigation by code; such components see links without this.
 */
export function mayLeaveFor(href: string): boolean {
  return window.dispatchEvent(new CustomEvent(EVENT, { detail: href, cancelable: true }));
}

/**
 * Blocks leaving the page until the returned function is called.
 * @param onRefused receives the target
 */
export function refuseToLeave(onRefused: (href: string) => void): () => void {
  const listener = (event: Event): void => {
    event.preventDefault();
    onRefused((event as CustomEvent<string>).detail);
  };
  window.addEventListener(EVENT, listener);
  return () => window.removeEventListener(EVENT, listener);
}

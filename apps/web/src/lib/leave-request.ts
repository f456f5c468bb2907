const EVENT = "pragma:leave";

/**
 * Whether the page may be left for another. What holds unsaved text may refuse, and then leads there itself once it
 * may. For navigation by code: links are seen by whoever holds something without this.
 */
export function mayLeaveFor(href: string): boolean {
  return window.dispatchEvent(new CustomEvent(EVENT, { detail: href, cancelable: true }));
}

/**
 * Refuses to let the page be left until what this returns is called.
 * @param onRefused given where it was to lead
 */
export function refuseToLeave(onRefused: (href: string) => void): () => void {
  const listener = (event: Event): void => {
    event.preventDefault();
    onRefused((event as CustomEvent<string>).detail);
  };
  window.addEventListener(EVENT, listener);
  return () => window.removeEventListener(EVENT, listener);
}

/** The number of followed links whose pages are still loading. */
let pending = 0;
const listeners = new Set<() => void>();

export const pendingNavigations = {
  /** @returns a function to call once the page has loaded, or the navigation is abandoned */
  begin(): () => void {
    change(1);
    return () => change(-1);
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAny: (): boolean => pending > 0,
};

function change(by: number): void {
  pending += by;
  for (const listener of listeners) listener();
}

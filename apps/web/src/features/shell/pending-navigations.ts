/** How many links were followed whose pages are not there yet. */
let pending = 0;
const listeners = new Set<() => void>();

export const pendingNavigations = {
  /** @returns what to call once the page is there, or is not wanted any more */
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

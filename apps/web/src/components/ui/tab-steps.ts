/**
 * Which tab a key leads to, around the ends.
 * @param index of the tab that has the focus
 * @returns its index; null if the key leads to none
 */
export function tabAfter(key: string, index: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (index + 1) % count;
    case "ArrowLeft":
      return (index + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/**
 * Keeps something open for as long as the tab is in view, and lets go of it while the tab is hidden. A browser makes no
 * more than six connections to a host over HTTP/1.1, for all tabs together: if each kept its streams, the sixth or so
 * would leave none for anything else, and all tabs would stand still.
 *
 * It is released at once. A delay would spare users who switch quickly a reconnection, but those who go through many
 * tabs would be stuck for that delay, and coming back is cheap: one request that goes on from the last id.
 *
 * @param open is called each time the tab comes into view; what it returns closes again
 * @returns ends it
 */
export function whileInView(open: () => () => void): () => void {
  let close: (() => void) | null = null;
  const follow = (): void => {
    if (document.visibilityState === "hidden") {
      close?.();
      close = null;
    } else {
      close ??= open();
    }
  };
  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    document.removeEventListener("visibilitychange", follow);
    close?.();
    close = null;
  };
}

import { connection } from "./connection.ts";

/** Tells the connection what the browser knows of it. */
export function watchBrowser(): void {
  const tellNetwork = (): void => connection.tell({ kind: "network", isOnline: navigator.onLine });
  window.addEventListener("online", tellNetwork);
  window.addEventListener("offline", tellNetwork);
  const tellView = (): void => {
    if (document.visibilityState === "visible") connection.tell({ kind: "view" });
  };
  document.addEventListener("visibilitychange", tellView);
  // From another window beside it.
  window.addEventListener("focus", tellView);
  if (!navigator.onLine) tellNetwork();
}

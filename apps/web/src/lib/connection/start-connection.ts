import { connection } from "./connection.ts";
import { holdNavigations } from "./hold-navigations.ts";
import { watchBrowser } from "./watch-browser.ts";

let isStarted = false;

/** Follows the connection of this tab from here on, and keeps navigations until the server answers. Once is enough. */
export function startConnection(): void {
  if (isStarted) return;
  isStarted = true;
  watchBrowser();
  window.fetch = holdNavigations(window.fetch.bind(window), connection);
}

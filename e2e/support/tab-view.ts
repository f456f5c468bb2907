import type { BrowserContext, Page } from "@playwright/test";

/** Without a screen all tabs count as in view. From now on, a tab is in view only if it is told so. */
export async function letTabsBeHidden(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.defineProperty(document, "visibilityState", {
      get: () => document.documentElement.dataset["view"] ?? "visible",
    });
  });
}

/** Says whether a tab is in view. */
export function setView(page: Page, view: "visible" | "hidden"): Promise<void> {
  return page.evaluate((value) => {
    document.documentElement.dataset["view"] = value;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, view);
}

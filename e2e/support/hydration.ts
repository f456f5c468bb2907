import type { Page } from "@playwright/test";

/**
 * Makes `goto` and `reload` return once the page reacts. Its text and its controls are there before: React drops what is
 * done to them until it has taken them over, and a box that is ticked by then stays ticked for nobody.
 */
export function waitForHydration(page: Page): void {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  page.goto = async (...to) => {
    const response = await goto(...to);
    await expectHydrated(page);
    return response;
  };
  page.reload = async (...options) => {
    const response = await reload(...options);
    await expectHydrated(page);
    return response;
  };
}

/** Waits until React has taken over all controls. Pages of other programs have none of it. */
async function expectHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (document.querySelector('script[src*="/_next/static/"]') === null) return true;
    // The hidden ones of a form without scripts are nobody's.
    const controls = [...document.querySelectorAll("button, select, input:not([type=hidden])")];
    return controls.every((control) => Object.keys(control).some((key) => key.startsWith("__reactFiber$")));
  });
}

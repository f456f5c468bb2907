import type { Page } from "@playwright/test";
import { expectAccessible, openPage } from "./support/accessibility.ts";
import type { Account } from "./support/accounts.ts";
import { test as filledTest } from "./support/filled-test.ts";
import { expectNoLayoutShift, watchLayoutShifts } from "./support/layout-shift.ts";
import { AREAS, OUTSIDE_PAGES, type Route } from "./support/routes.ts";
import { expect, test as outsideTest } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

/** Long after a page is first painted. */
const LATE_MS = 2000;

const titleOf = (area: string): string =>
  `pages of ${area} are accessible in both themes, fit a phone, and do not jump`;

/** One page of the browser for all of them: what they share is loaded once. */
async function visit(page: Page, routes: readonly Route[], account?: Account): Promise<void> {
  for (const route of routes)
    await outsideTest.step(route.path, () => expectWellBehaved(page, () => openPage(page, route, account)));
}

for (const [area, routes] of Object.entries(AREAS))
  filledTest(titleOf(area), ({ page, filled }) => visit(page, routes, filled.account));

outsideTest(titleOf("nobody in particular"), ({ page }) => visit(page, OUTSIDE_PAGES));

outsideTest("letters that come late move nothing", async ({ page, signedIn: _ }) => {
  await page.route(/\.woff2/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    await route.continue();
  });
  await watchLayoutShifts(page);
  const asked = page.waitForResponse(/\.woff2/);
  await page.goto(`/auth/callback?callback=${encodeURIComponent("http://localhost:8765/callback")}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await asked;
  await page.evaluate(() => document.fonts.ready);
  await expectNoLayoutShift(page);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

outsideTest("a page that does not exist is accessible, too", async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  await page.goto("/no/such/page");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await expectAccessible(page);
});

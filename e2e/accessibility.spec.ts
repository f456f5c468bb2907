import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, openPage } from "./support/accessibility.ts";
import type { Account } from "./support/accounts.ts";
import { test as filledTest } from "./support/filled-test.ts";
import { expectNoLayoutShift, watchLayoutShifts } from "./support/layout-shift.ts";
import { OUTSIDE_PAGES, PAGES, type Route } from "./support/routes.ts";
import { expect, test as outsideTest } from "./support/test.ts";

/** Long after a page is first painted. */
const LATE_MS = 2000;

async function look(page: Page, route: Route, account?: Account): Promise<void> {
  await watchLayoutShifts(page);
  await openPage(page, route, account);
  await expectNoLayoutShift(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await openPage(page, route, account);
  await expectNoLayoutShift(page);
  await expectNoSidewaysScrolling(page);
  // Counted in the markup: elements behind an open dialog have no role.
  await expect(page.locator("h1")).toHaveCount(1);
}

const titleOf = ({ path }: Route): string => `${path} is accessible in both themes, fits a phone, and does not jump`;

for (const route of PAGES) filledTest(titleOf(route), ({ page, filled }) => look(page, route, filled.account));
for (const route of OUTSIDE_PAGES) outsideTest(titleOf(route), ({ page }) => look(page, route));

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

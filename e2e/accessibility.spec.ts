import { expectAccessible, openPage } from "./support/accessibility.ts";
import { test as filledTest } from "./support/filled-test.ts";
import { expectNoLayoutShift, watchLayoutShifts } from "./support/layout-shift.ts";
import { OUTSIDE_PAGES, PAGES, type Route } from "./support/routes.ts";
import { expect, test as outsideTest } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

/** Long after a page is first painted. */
const LATE_MS = 2000;

const titleOf = ({ path }: Route): string => `${path} is accessible in both themes, fits a phone, and does not jump`;

for (const route of PAGES)
  filledTest(titleOf(route), ({ page, filled }) =>
    expectWellBehaved(page, () => openPage(page, route, filled.account)),
  );
for (const route of OUTSIDE_PAGES)
  outsideTest(titleOf(route), ({ page }) => expectWellBehaved(page, () => openPage(page, route)));

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

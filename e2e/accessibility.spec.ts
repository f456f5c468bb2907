import { expectAccessible, expectNoSidewaysScrolling, openPage } from "./support/accessibility.ts";
import { test as filledTest } from "./support/filled-test.ts";
import { OUTSIDE_PAGES, PAGES } from "./support/routes.ts";
import { expect, test as outsideTest } from "./support/test.ts";

for (const [test, routes] of [
  [filledTest, PAGES],
  [outsideTest, OUTSIDE_PAGES],
] as const) {
  for (const route of routes) {
    test(`${route.path} is accessible in both themes`, async ({ page }) => {
      await openPage(page, route);
      await expectAccessible(page);
    });

    test(`${route.path} fits a phone`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await openPage(page, route);
      await expectNoSidewaysScrolling(page);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    });
  }
}

outsideTest("a page that does not exist is accessible, too", async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  await page.goto("/no/such/page");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await expectAccessible(page);
});

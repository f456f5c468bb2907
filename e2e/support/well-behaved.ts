import { expect, type Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { expectNoLayoutShift, watchLayoutShifts } from "./layout-shift.ts";

const PHONE = { width: 360, height: 740 };

/**
 * Checks what holds for every page: accessible in both themes, as wide as a phone, nothing in it jumps, and it has one
 * heading of the first level. The page is opened twice, and is left as wide and as light as it was.
 * @param open goes to the page, and waits until it is all there
 */
export async function expectWellBehaved(page: Page, open: () => Promise<unknown>): Promise<void> {
  const size = page.viewportSize();
  await watchLayoutShifts(page);
  await open();
  await expectNoLayoutShift(page);
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await open();
  await expectNoLayoutShift(page);
  await expectNoSidewaysScrolling(page);
  // Counted in the markup: elements behind an open dialog have no role.
  await expect(page.locator("h1")).toHaveCount(1);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  if (size) await page.setViewportSize(size);
}

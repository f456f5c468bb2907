import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./accessibility.ts";
import { expect, test } from "./test.ts";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

const THEMES = ["light", "dark"] as const;

/** A page is usable on a desk and on a phone, light and dark; pictures of it are kept. @param name of the pictures */
export async function expectUsable(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectSettled(page);
    await expectAccessible(page);
    await expectNoSidewaysScrolling(page);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
      await page.screenshot({ path: test.info().outputPath(`${name}-${size.width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(SIZES[0]);
}

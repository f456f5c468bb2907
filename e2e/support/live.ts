import { expect, type Page } from "@playwright/test";

/** Waits until the page hears of changes, and listens to keys: its text is there before. */
export async function expectLive(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
}

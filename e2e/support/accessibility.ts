import { expect, type Page } from "@playwright/test";
import { conflictsIn } from "../../apps/web/src/lib/class-conflicts.ts";
import type { Account } from "./accounts.ts";
import { told, violationsIn } from "./axe.ts";
import { pageOf } from "./page-of.ts";
import type { Route } from "./routes.ts";

/** Skeletons in place of what is still loading. */
const SKELETON = ".animate-pulse.bg-sunken";

/**
 * Opens a page and waits until it shows its content instead of skeletons.
 * @param account whose organization's page it is
 */
export async function openPage(page: Page, { path, isOutside, heading }: Route, account?: Account): Promise<void> {
  if (!isOutside && !account) throw new Error(`${path} is a page of an organization: say of whose`);
  await page.goto(isOutside || !account ? path : pageOf(account, path));
  await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
  await expectSettled(page);
}

/** Waits until nothing is loading any more. */
export async function expectSettled(page: Page): Promise<void> {
  await expect(page.locator(SKELETON)).toHaveCount(0);
  await expect(page.getByText(/^Laying out/)).toHaveCount(0);
}

/** No element has two classes for the same property, of which the stylesheet would choose one. */
async function expectNoClassConflicts(page: Page): Promise<void> {
  const all = await page
    .locator("[class]")
    .evaluateAll((elements) => [...new Set(elements.map((element) => element.getAttribute("class") ?? ""))]);
  const conflicting = all.filter((classes) => conflictsIn(classes).length > 0);
  expect(conflicting, "classes that set the same property twice").toEqual([]);
}

/** Rules that go by colors. The others judge the markup, which is the same in both themes. */
const OF_COLORS = ["color-contrast", "link-in-text-block"];

/** Checks what is shown by axe's rules, all of them, and those of colors in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoClassConflicts(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
    // A menu lies over the page, in none of its landmarks.
    const hasMenu = (await page.getByRole("menu").count()) > 0;
    const violations = await violationsIn(
      page,
      colorScheme === "dark"
        ? { runOnly: { type: "rule", values: OF_COLORS } }
        : { rules: { region: { enabled: !hasMenu } } },
    );
    expect(told(violations), `violations in the ${colorScheme} theme`).toEqual([]);
  }
}

/** Neither the page scrolls sideways nor a table of it; text that is wide scrolls by itself. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const wideTables = await page
    .locator("section:has(> table)")
    .evaluateAll((all) => all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.ariaLabel] : [])));
  expect(wideTables, "tables that are wider than the page").toEqual([]);
  const overflow = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = Array.from(document.querySelectorAll("body *")).filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [
      `${scrollWidth} of ${clientWidth} px`,
      ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 200)),
    ];
  });
  expect(overflow, "what is wider than the page").toEqual([]);
}

/** All of the page can be read on a small desk and on a phone, without scrolling sideways. */
export async function expectFits(page: Page): Promise<void> {
  const size = page.viewportSize();
  for (const width of [1024, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await expectNoSidewaysScrolling(page);
  }
  if (size) await page.setViewportSize(size);
}

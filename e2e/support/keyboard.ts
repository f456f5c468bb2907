import { expect, type Locator, type Page } from "@playwright/test";

/** Nothing is further away than this by Tab. */
const MOST_PRESSES = 60;

/**
 * Moves the focus to an element as somebody without a mouse does: by Tab, backwards if it lies behind.
 * @throws Error if it is not reached
 */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await expect(target).toBeVisible();
  for (let presses = 0; ; presses++) {
    const key = await target.evaluate((element) => {
      const focused = document.activeElement ?? document.body;
      if (focused === element) return null;
      const isBehind = element.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
      return isBehind ? "Shift+Tab" : "Tab";
    });
    if (key === null) return;
    if (presses === MOST_PRESSES) {
      const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
      throw new Error(`Tab does not reach ${target} in ${MOST_PRESSES} presses: the focus is on ${focused}`);
    }
    await page.keyboard.press(key);
  }
}

/** Moves the focus to a button or a link, and presses Enter. */
export async function enter(target: Locator): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press("Enter");
}

/** Roles whose parts have one place in the order of Tab, and the key that leads from one to the next. */
const NEXT: Readonly<Record<string, string>> = { tab: "ArrowRight", menuitem: "ArrowDown" };

/** The same for whatever may be a tab or an entry of a menu that is open: arrows lead to these. */
export async function follow(target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const role = await target.getAttribute("role");
  const key = role === null ? undefined : NEXT[role];
  if (key === undefined) return enter(target);
  const page = target.page();
  if (role === "tab") await tabTo(page.getByRole("tablist").filter({ has: target }).locator('[aria-selected="true"]'));
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
  await page.keyboard.press("Enter");
}

/** Chooses in the command palette what it offers first for a text. @param option its whole name */
export async function jump(page: Page, text: string, option: string): Promise<void> {
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type(text);
  const first = palette.getByRole("option", { name: option, exact: true });
  await expect(first).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
}

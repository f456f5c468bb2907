import type { Locator, Page } from "@playwright/test";
import { createMemberAccount } from "./support/accounts.ts";
import { enter, jump, tabTo } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { draft, names } from "./support/resource-list.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

const head = (page: Page) => page.getByRole("columnheader", { name: "Name" });
const text = (page: Page) => page.getByLabel("Search resources");
const filters = (page: Page) => page.getByRole("list", { name: "Active filters" }).getByRole("listitem");

/** Saves what the list shows by the last item of the menu of views. @returns the menu's button, which names the view */
async function saveView(menu: Locator, item: string, name: string, isShared: boolean): Promise<Locator> {
  const page = menu.page();
  await enter(menu);
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: item })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type(name);
  const box = dialog.getByRole("checkbox", { name: /^All members of .* see it$/ });
  if (isShared) {
    await tabTo(box);
    await page.keyboard.press("Space");
  }
  await expect(box).toBeChecked({ checked: isShared });
  await enter(dialog.getByRole("button", { name: "Save view" }));
  await expect(dialog).toBeHidden();
  const saved = page.getByRole("button", { name: `View ${name}` });
  await expect(saved).toBeVisible();
  return saved;
}

test("a view saved for all is used by a second member, without a mouse", async ({
  page,
  browser,
  signedIn: _,
  owner,
  api,
  platform,
  stack,
  complaints,
}) => {
  await api.apply(draft("alpha", ["shop"]));
  await api.apply(draft("beta", ["shop"]));
  await api.apply(draft("gamma", ["old"]));
  await api.apply(draft("delta", ["shop"], "secret"));

  await test.step("the first one filters the list, and sorts it", async () => {
    await page.goto(pageOf(owner, "/resources"));
    await expectLive(page);
    await expect.poll(() => names(page)).toEqual(["alpha", "beta", "delta", "gamma"]);
    await page.keyboard.press("/");
    await expect(text(page)).toBeFocused();
    await page.keyboard.type("config");
    await page.keyboard.press("Enter");
    await expect.poll(() => names(page)).toEqual(["alpha", "beta", "gamma"]);

    await enter(page.getByRole("button", { name: "Tags", exact: true }));
    const tag = page.getByPlaceholder("Find or type a tag");
    await expect(tag).toBeFocused();
    await page.keyboard.type("shop");
    await expect(page.getByRole("option", { name: /shop/ })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await expect(tag).toBeHidden();
    await expect(filters(page)).toHaveText([/config/, /shop/, "Clear all"]);
    await expect.poll(() => names(page)).toEqual(["alpha", "beta"]);

    await enter(head(page).getByRole("button"));
    await expect(head(page)).toHaveAttribute("aria-sort", "descending");
    await expect.poll(() => names(page)).toEqual(["beta", "alpha"]);
  });

  const id = await test.step("and saves that for all, and something else for themselves", async () => {
    const views = page.getByRole("button", { name: "Views", exact: true });
    const shared = await saveView(views, "Save this view…", "The shop", true);
    await expect(page).toHaveURL(/[?&]view=[\w-]{36}/);
    const saved = new URL(page.url()).searchParams.get("view");
    await enter(head(page).getByRole("button"));
    await expect(head(page)).toHaveAttribute("aria-sort", "ascending");
    await expect(shared).toContainText("(changed)");
    await saveView(shared, "Save as a new view…", "Only mine", false);
    return saved;
  });

  const context = await browser.newContext({ baseURL: stack.webUrl });
  await complaints.watch(context);
  const second = await context.newPage();
  await signIn(second, await createMemberAccount(platform, owner, "member"));

  await test.step("the second one is offered the shared view, and not the private one", async () => {
    await expectLive(second);
    await jump(second, "resources", "Resources");
    await expect.poll(() => names(second)).toEqual(["alpha", "beta", "delta", "gamma"]);
    await enter(second.getByRole("button", { name: "Views", exact: true }));
    await expect(second.getByText("Shared by others", { exact: true })).toBeVisible();
    await expect(second.getByRole("menuitem")).toHaveText([/^The shop/, "Save this view…"]);
  });

  await test.step("and sees by it what the first one saw", async () => {
    const item = second.getByRole("menuitem", { name: /^The shop/ });
    await second.keyboard.press("Home");
    await expect(item).toBeFocused();
    await second.keyboard.press("Enter");
    await expect(second).toHaveURL(new RegExp(`/resources\\?q=config&tags=shop&sort=-name&view=${id}$`));
    const menu = second.getByRole("button", { name: "View The shop" });
    await expect(menu).toBeVisible();
    await expect(menu).not.toContainText("(changed)");
    await expect(text(second)).toHaveValue("config");
    await expect(filters(second)).toHaveText([/config/, /shop/, "Clear all"]);
    await expect(head(second)).toHaveAttribute("aria-sort", "descending");
    await expect.poll(() => names(second)).toEqual(["beta", "alpha"]);
  });
  await context.close();
});

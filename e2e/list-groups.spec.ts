import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { draft } from "./support/resource-list.ts";
import { seedGraph } from "./support/seed.ts";
import { expect, test } from "./support/test.ts";

const header = (page: Page, name: RegExp) => page.getByRole("table").getByRole("button", { name });

test("a list of 10,000 resources is grouped, and a group loads its rows when it is opened", {
  tag: "@thorough",
}, async ({ page, signedIn: _, owner }) => {
  await seedGraph(owner.organizationId, 10_000);
  await page.goto(pageOf(owner, "/resources"));
  // A choice made before the page works is lost.
  await expectLive(page);
  await page.getByLabel("Group by").selectOption("By type");
  await expect(page).toHaveURL(/group=type/);
  const group = header(page, /^bench\/type-9 /);
  await expect(group).toContainText("833");
  await expect(group).toContainText("34 failed");
  await expect(group).toHaveAttribute("aria-expanded", "false");
  await expect(page.locator("[data-row]")).toHaveCount(12);
  await expectAccessible(page);

  await group.press("Enter");
  await expect(group).toHaveAttribute("aria-expanded", "true");
  await expect(group).toBeFocused();
  await expect(page.getByRole("link", { name: "item-000009" })).toBeVisible();
  await expectSettled(page);
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "item-000009" })).toBeFocused();
  await expectAccessible(page);

  // Which groups are open survives a visit to a resource; the groups themselves are a part of views.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "item-000009" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("link", { name: "item-000009" })).toBeVisible();
  await page.getByLabel("Group by").selectOption("By state");
  await expect(header(page, /^failed 100 resources/)).toHaveAttribute("aria-expanded", "false");
  await expect(header(page, /^ready 9,900 resources/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);
});

test("a resource is in the group of each of its tags, and a selection spans groups", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  await api.apply(draft("alpha", ["shop", "core"]));
  await api.apply(draft("beta", ["shop"]));
  await api.apply(draft("gamma", []));
  await page.goto(pageOf(owner, "/resources?group=tag"));
  await expect(page.getByText("A resource with several tags is in the group of each of them.")).toBeVisible();
  const lines = page.locator("[data-row-link]");
  await expect(lines).toHaveText([/^core\s*1/, /^shop\s*2/, /^No tag\s*1/]);
  await header(page, /^core /).click();
  await header(page, /^shop /).click();
  await header(page, /^No tag /).click();
  const opened = [/^core/, "alpha", /^shop/, "alpha", "beta", /^No tag/, "gamma"];
  await expect(lines).toHaveText(opened);

  await page.getByRole("checkbox", { name: "Select pragma/config/alpha" }).first().check();
  await expect(page.getByRole("checkbox", { name: "Select pragma/config/alpha" }).last()).toBeChecked();
  await page.getByRole("checkbox", { name: "Select pragma/config/gamma" }).check();
  const bar = page.getByRole("region", { name: "Selected resources" });
  await expect(bar).toContainText("2 selected");
  await header(page, /^No tag /).click();
  await expect(bar).toContainText("2 selected");
  await expectAccessible(page);

  // Without a reload: the counts, and the rows of open groups.
  await api.apply(draft("aaa", ["core"]));
  await expect(lines).toHaveText([/^core\s*2/, "aaa", "alpha", /^shop\s*2/, "alpha", "beta", /^No tag/]);
  await bar.getByRole("button", { name: "Tags…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of 2 resources" });
  await dialog.getByLabel("Add").fill("new");
  await dialog.getByLabel("Add").press("Enter");
  await expect(dialog.getByRole("region", { name: "Plan" })).toContainText("pragma/config/gamma");
});

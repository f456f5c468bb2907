import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import type { NewResource } from "./support/api.ts";
import { applyAll } from "./support/changes.ts";
import { pageOf } from "./support/page-of.ts";
import { seedGraph } from "./support/seed.ts";
import { expect, test } from "./support/test.ts";

test("a graph of 10,000 resources is one of groups, which open, and leads to any of them", {
  tag: "@thorough",
}, async ({ page, signedIn: _, owner }) => {
  await seedGraph(owner.organizationId, 10_000);
  await page.goto(pageOf(owner, "/graph"));
  await expect(page.getByText("10,000 resources, 12 groups", { exact: true })).toBeVisible();
  await expectSettled(page);
  const graph = page.getByRole("application");
  const group = graph.getByRole("button", { name: /type-9 833/ });
  await expect(group).toContainText("34 failed, 799 ready");
  await expectAccessible(page);

  await group.press("Enter");
  const panel = page.getByRole("complementary", { name: "About bench/type-9" });
  await expect(panel.getByRole("list", { name: "States" })).toContainText("34");
  await expect(panel.getByRole("heading", { level: 2 })).toBeFocused();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Show its resources" }).press("Enter");
  await expect(page.getByText("10,000 resources, 12 groups", { exact: true })).toBeVisible();
  // A large graph begins in its middle, where names can be read; only what is in view is drawn.
  await page.getByRole("button", { name: "Show all" }).press("Enter");
  await expect(graph.getByRole("button", { name: /^433 more/ })).toHaveCount(1);
  await expect(page).toHaveURL(/open=bench\/type-9/);
  await page.getByRole("button", { name: "Close the group" }).press("Enter");
  await expect(graph.getByRole("button", { name: /^433 more/ })).toHaveCount(0);

  await page.getByLabel("Group by").selectOption("tag");
  await expect(page.getByText("10,000 resources, 40 groups", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Search" }).fill("item-005001");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(graph.getByRole("button", { name: /^item-005001/ })).toBeFocused();
  await expect(page).toHaveURL(/root=bench\/type-9\/item-005001/);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScrolling(page);
});

test("a chain in a graph is one node, until it is unfolded", async ({ page, signedIn: _, owner, api }) => {
  const name = (index: number): string => `n${String(index).padStart(2, "0")}`;
  const key = (index: number): string => `pragma/config/${name(index)}`;
  const config = (index: number): NewResource => ({
    ...{ provider: "pragma", resource: "config", name: name(index) },
    config: { data: index === 0 ? { x: 1 } : { x: `\${${key(index - 1)}.outputs.x}` } },
  });
  await applyAll(
    api,
    Array.from({ length: 32 }, (_, index) => config(index)),
  );
  await api.waitFor(key(31), "ready");
  await page.goto(pageOf(owner, "/graph"));
  const graph = page.getByRole("application");
  const fold = graph.getByRole("button", { name: /^30 more/ });
  await expect(fold).toBeVisible();
  await expectSettled(page);
  await expectAccessible(page);
  // A chain has no root cause and no blast radius of its own.
  await fold.press("c");
  await expect(page).not.toHaveURL(/mode=/);
  await fold.press("Enter");
  await page.getByRole("button", { name: "Unfold" }).press("Enter");
  await expect(graph.getByRole("button", { name: /^n01/ })).toBeFocused();
  await expect(fold).toHaveCount(0);
});

import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessibility.ts";
import { pageOf } from "./support/page-of.ts";
import { seedGraph } from "./support/seed.ts";
import { expect, test } from "./support/test.ts";

const config = (name: string, tags: string[], data: Record<string, unknown> = {}) => ({
  ...{ provider: "pragma", resource: "config", name, config: { data }, tags },
});

async function selectEverything(page: Page, count: string): Promise<void> {
  // Not `check`: rows that load a moment later are not selected.
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).click();
  await page.getByRole("button", { name: `Select all ${count} that match` }).click();
  const bar = page.getByRole("region", { name: "Selected resources" });
  await expect(bar).toContainText(`All ${count} that match are selected`);
}

test("all that match a filter are changed as one, whether they are loaded or not", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  await api.apply(config("base", ["shop"], { a: 1 }));
  for (const name of ["alpha", "beta"]) await api.apply(config(name, ["old", name]));
  const broken = { a: `\${pragma/config/base.outputs.no_such_field}` };
  for (const name of ["gamma", "delta"]) await api.apply(config(name, ["old", name], broken));
  for (const name of ["gamma", "delta"]) await api.waitFor(`pragma/config/${name}`, "failed");

  // Only one of four matches is loaded: that in an open group.
  await page.goto(pageOf(owner, "/resources?tags=old&group=tag&open=gamma"));
  await expect(page.getByRole("link", { name: "gamma" })).toBeVisible();
  await selectEverything(page, "4");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retry failed (2)" }).click();
  const summary = page.getByRole("dialog", { name: "Retry failed" });
  await expect(summary).toContainText("2 retried.");
  await summary.getByRole("button", { name: "Close" }).first().click();

  await selectEverything(page, "4");
  await page.getByRole("button", { name: "Tags…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of 4 resources" });
  await dialog.getByLabel("Add").fill("new");
  await dialog.getByLabel("Add").press("Enter");
  await expect(dialog.getByRole("region", { name: "Plan" })).toContainText("pragma/config/alpha");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change the tags of 4 resources" })).toBeVisible();
  await page.goto(pageOf(owner, "/resources?tags=new"));
  await expect(page.getByRole("status").filter({ hasText: "4 resources" })).toBeVisible();
});

test("more than a change has room for are refused with their number", async ({
  page,
  signedIn: _,
  owner,
  complaints,
}) => {
  complaints.expect(/status of 413 .*previewDeletion/);
  await seedGraph(owner.organizationId, 3000);
  await page.goto(pageOf(owner, "/resources"));
  await selectEverything(page, "3,000");
  // Without one of them it is no longer everything.
  await page.getByRole("checkbox", { name: "Select bench/type-0/item-000000" }).uncheck();
  await expect(page.getByRole("region", { name: "Selected resources" })).not.toContainText("that match are selected");
  await page.getByRole("button", { name: "Clear selection" }).click();
  await selectEverything(page, "3,000");
  await page.getByRole("button", { name: "Delete…" }).click();
  await expect(page.getByRole("dialog", { name: "Delete 3,000 resources" })).toContainText(
    /A change has at most 2,000 documents.* this has 3,000/,
  );
});

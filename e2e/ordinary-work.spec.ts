import type { Locator, Page } from "@playwright/test";
import type { Api, NewResource } from "./support/api.ts";
import { reviewAndApply, writeYaml } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const config = (name: string, data: Record<string, unknown>): NewResource => {
  return { provider: "pragma", resource: "config", name, config: { data } };
};

const counts = (where: Locator | Page) => where.getByRole("list", { name: "Counts" });
const press = (where: Locator | Page, name: string | RegExp) =>
  where.getByRole("button", { name, exact: typeof name === "string" }).click();

/** Changes in the organization's list and audit log, oldest first. */
async function left(api: Api): Promise<{ listed: string[]; audited: string[] }> {
  const changes = (await (await api.get("/changes?limit=100")).json()) as { id: string; message: string }[];
  const entries = (await (await api.get("/audit?limit=500")).json()) as { action: string; target: string }[];
  const titles = new Map(changes.map(({ id, message }) => [id, message]));
  return {
    listed: changes.map(({ message }) => message).reverse(),
    audited: entries
      .filter(({ action }) => action.startsWith("change."))
      .map(({ action, target }) => `${action} ${titles.get(target)}`)
      .reverse(),
  };
}

test("ordinary work leaves the changes that were applied, and nothing of what was only looked at", {
  tag: "@thorough",
}, async ({ page, owner, api, signedIn: _ }) => {
  test.slow();
  const applied: string[] = [];
  /** The list and the audit log have what was applied, and the quota has no open plan. */
  const expectOnlyApplied = async (): Promise<void> => {
    expect(await left(api)).toEqual({ listed: applied, audited: applied.map((title) => `change.apply ${title}`) });
    expect(await (await api.get("/changes?status=planned")).json()).toEqual([]);
  };
  const expectApplied = async (title: string): Promise<void> => {
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
    applied.push(title);
    await expectOnlyApplied();
  };
  const dialog = page.getByRole("dialog");
  const view = (name: string, query = "") => pageOf(owner, `/resources/view/pragma/config/${name}${query}`);
  const cancel = async (): Promise<void> => {
    await press(dialog, "Cancel");
    await expect(dialog).toBeHidden();
    await expectOnlyApplied();
  };

  await api.apply(config("names", { prefix: "shop" }));
  await api.apply(config("site", { title: "The ${pragma/config/names.outputs.prefix}" }));
  await api.apply({ ...config("draft", { a: 1 }), lifecycle_state: "draft" });
  const documents = [config("one", { a: 1 }), config("two", { a: "${pragma/config/one.outputs.a}" })];
  await api.post("/changes", { documents, set: "pair", message: "Two of them", apply: true });
  applied.push("Two of them");
  for (const name of ["site", "two"]) await api.waitFor(`pragma/config/${name}`, "ready");

  await test.step("an edit is reviewed, changed, reviewed again and given up", async () => {
    await page.goto(view("names"));
    await page.getByRole("link", { name: "Edit" }).click();
    for (const tag of ["a", "b"]) {
      await page.getByLabel("Tags", { exact: true }).first().fill(tag);
      await page.keyboard.press("Enter");
      await press(page, "Review changes");
      await expect(counts(page)).toContainText("1 to update");
      await press(page, "Back to editing");
    }
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Resources" }).click();
    await press(page, "Leave");
    await expect(page.getByRole("heading", { level: 1, name: "Resources" })).toBeVisible();
    await expectOnlyApplied();
  });

  await test.step("an edit is reviewed and applied", async () => {
    await page.goto(pageOf(owner, "/resources/edit/pragma/config/names?view=yaml"));
    await writeYaml(page, "provider: pragma\nresource: config\nname: names\nconfig:\n  data:\n    prefix: mall\n");
    await reviewAndApply(page);
    await press(page, "View change");
    await expectApplied("Update pragma/config/names");
  });

  await test.step("a deletion is looked at in all its ways, and cancelled", async () => {
    await page.goto(view("names"));
    await press(page, "More actions");
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await expect(dialog).toContainText("names cannot be deleted yet");
    await dialog.getByLabel("Delete them, too").check();
    await expect(dialog).toContainText("Deletes names and 1 that depends on it");
    await dialog.getByLabel("Keep them, with the values they have").check();
    await expect(dialog).toContainText("Deletes names; 1 that depends on it keeps its values");
    await cancel();
  });

  await test.step("a draft is looked at", async () => {
    await page.goto(view("draft"));
    await press(page, "Apply…");
    await expect(counts(dialog)).toContainText("1 to update");
    await cancel();
  });

  await test.step("tags of several are looked at, and then applied", async () => {
    await page.goto(pageOf(owner, "/resources"));
    for (const name of ["names", "site"]) await page.getByRole("checkbox", { name: new RegExp(`/${name}$`) }).check();
    for (const isMeant of [false, true]) {
      await press(page, "Tags…");
      for (const tag of ["x", "y"]) {
        await dialog.getByLabel("Add").fill(tag);
        await dialog.getByLabel("Add").press("Enter");
        await expect(counts(dialog)).toContainText("2 to update");
      }
      if (!isMeant) await cancel();
    }
    await press(dialog, "Apply");
    await expectApplied("Change the tags of 2 resources");
  });

  await test.step("several are to be deleted, or not", async () => {
    await page.goto(pageOf(owner, "/resources"));
    for (const name of ["names", "site"]) await page.getByRole("checkbox", { name: new RegExp(`/${name}$`) }).check();
    await press(page.getByRole("region", { name: "Selected resources" }), "Delete…");
    await expect(dialog).toContainText("Deletes 2 resources.");
    await cancel();
  });

  await test.step("a generation is brought back, after it was looked at", async () => {
    await page.goto(view("names", "?tab=history"));
    for (const isMeant of [false, true]) {
      await press(page, "Roll back to generation 1");
      await expect(counts(dialog)).toContainText("1 to update");
      if (!isMeant) await cancel();
    }
    await press(dialog, "Roll back");
    await press(page, "View change");
    await expectApplied("Roll back pragma/config/names to generation 1");
  });

  await test.step("that is reverted, after it was looked at", async () => {
    for (const isMeant of [false, true]) {
      await press(page, "Revert…");
      await expect(counts(dialog)).toContainText("1 to update");
      await dialog.getByLabel("Also undo later changes by others").check();
      await expect(counts(dialog)).toContainText("1 to update");
      if (!isMeant) await cancel();
    }
    await press(dialog, "Revert");
    await expectApplied('Revert "Roll back pragma/config/names to generation 1"');
  });

  await test.step("a set is deleted, after it was looked at", async () => {
    await page.goto(pageOf(owner, "/resources?set=pair"));
    for (const isMeant of [false, true]) {
      await press(page, "Delete set…");
      await expect(dialog).toContainText("Deletes the set pair (2 resources)");
      if (!isMeant) await cancel();
    }
    await dialog.getByLabel("Type “pair” to confirm").fill("pair");
    await press(dialog, "Delete");
    await expectApplied("Delete the set pair");
  });

  await test.step("documents are planned, corrected, planned again and applied", async () => {
    await page.goto(pageOf(owner, "/changes/new"));
    await page.getByLabel("Message").fill("Another");
    for (const [button, value] of [
      ["Plan", "1"],
      ["Plan again", "2"],
    ] as const) {
      await writeYaml(page, `provider: pragma\nresource: config\nname: other\nconfig:\n  data:\n    a: ${value}\n`);
      await press(page, button);
      await expect(page.getByRole("region", { name: "Plan" })).toContainText("1 to create");
      await expect(page.getByText("The documents have changed since this plan")).toBeHidden();
      await expectOnlyApplied();
    }
    await press(page, "Apply");
    await expectApplied("Another");
  });

  await test.step("a plan is left where somebody saves one, and only there", async () => {
    await press(page, "Revert…");
    await expect(counts(dialog)).toContainText("1 to delete");
    await press(dialog, "Save as plan");
    await expect(page.getByRole("heading", { level: 1, name: 'Revert "Another"' })).toBeVisible();
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("planned");
    const { listed, audited } = await left(api);
    expect(listed).toEqual([...applied, 'Revert "Another"']);
    expect(audited.at(-1)).toBe('change.plan Revert "Another"');
    expect(await (await api.get("/changes?status=planned")).json()).toHaveLength(1);
  });
});

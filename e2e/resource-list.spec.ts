import { expectAccessible } from "./support/accessibility.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { draft, names } from "./support/resource-list.ts";
import { seedGraph } from "./support/seed.ts";
import { expect, test } from "./support/test.ts";

test("choices say how many they find, and the list is sorted by its heads", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ ...draft("beta", ["shop"]), lifecycle_state: "pending" });
  await api.waitFor("pragma/config/beta", "ready");
  await api.apply(draft("alpha", ["shop", "old"]));
  await api.apply(draft("gamma", ["old"], "secret"));

  await page.goto(pageOf(owner, "/resources"));
  await expect(page.getByRole("status").filter({ hasText: "3 resources" })).toBeVisible();
  const state = page.getByLabel("State", { exact: true });
  await expect(state.getByRole("option")).toHaveText([
    ...["Any state", "draft (2)", "pending (0)", "processing (0)", "ready (1)", "failed (0)"],
  ]);
  await state.selectOption("draft");
  await expect(page.getByRole("status").filter({ hasText: "2 resources" })).toBeVisible();
  await expect(page.getByLabel("Type").getByRole("option", { name: "pragma/secret (1)" })).toBeAttached();
  // Other choices of the same facet show what they would find instead.
  await expect(state.getByRole("option", { name: "ready (1)" })).toBeAttached();
  await page.getByRole("button", { name: "Tags" }).click();
  await expect(page.getByRole("option", { name: /old/ })).toContainText("2");
  await page.keyboard.press("Escape");
  await expectAccessible(page);

  // Without a reload.
  await api.apply(draft("delta", ["shop"]));
  await expect(state.getByRole("option", { name: "draft (3)" })).toBeAttached();
  await state.selectOption("");

  const head = (name: string) => page.getByRole("columnheader", { name });
  await expect(head("Name")).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(() => names(page)).toEqual(["alpha", "beta", "delta", "gamma"]);
  await head("Name").getByRole("button").press("Enter");
  await expect(head("Name")).toHaveAttribute("aria-sort", "descending");
  await expect(page).toHaveURL(/sort=-name/);
  await expect.poll(() => names(page)).toEqual(["gamma", "delta", "beta", "alpha"]);
  await head("Updated").getByRole("button").click();
  await expect.poll(() => names(page)).toEqual(["delta", "gamma", "alpha", "beta"]);
  await page.getByLabel("Sort").selectOption("Oldest first");
  await expect.poll(() => names(page)).toEqual(["beta", "alpha", "gamma", "delta"]);
  await page.goBack();
  await expect(head("Updated")).toHaveAttribute("aria-sort", "descending");
});

test("a view of the list is saved, shared and opened by its address", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply(draft("alpha", ["shop"]));
  await api.apply(draft("beta", ["old"]));
  await page.goto(pageOf(owner, "/resources?tags=shop&sort=-updated"));
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.getByLabel("Name").fill("The shop");
  await dialog.getByRole("checkbox").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save view" }).click();
  const menu = page.getByRole("button", { name: "View The shop" });
  await expect(menu).toBeVisible();
  await expect(page).toHaveURL(/[?&]view=[\w-]{36}/);
  const id = new URL(page.url()).searchParams.get("view");
  expect(id).not.toBeNull();

  await page.goto(pageOf(owner, `/resources?view=${id}`));
  await expect(page).toHaveURL(/tags=shop&sort=-updated&view=/);
  await expect.poll(() => names(page)).toEqual(["alpha"]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(menu).toContainText("(changed)");
  // Until the answer is there, what is shown is dimmed.
  await expect.poll(() => names(page)).toEqual(["beta", "alpha"]);
  await menu.click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Save changes to The shop" }).click();
  await expect(menu).not.toContainText("(changed)");
  await menu.click();
  await page.getByRole("menuitem", { name: "Rename or share…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Everything");
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  await page.getByRole("button", { name: "View Everything" }).click();
  await page.getByRole("menuitem", { name: "Delete view…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
});

test("a view that cannot be saved says so", async ({ page, owner, api, signedIn: _, context, complaints }) => {
  complaints.expect(/404/);
  await api.apply(draft("alpha", ["shop"]));
  await page.goto(pageOf(owner, "/resources?tags=shop"));
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Going");
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  const menu = page.getByRole("button", { name: "View Going" });
  await expect(menu).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole("button", { name: "View Going" }).click();
  await other.getByRole("menuitem", { name: "Delete view…" }).click();

  await page.getByRole("button", { name: "Clear all" }).click();
  await menu.click();
  const save = page.getByRole("menuitem", { name: "Save changes to Going" });
  await expect(save).toBeVisible();
  await other.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(other.getByRole("button", { name: "Views" })).toBeVisible();
  await save.click();
  await expect(page.getByText(/^The view was not saved: /)).toBeVisible();
});

test("an address whose filter nothing can match shows why, and not everything", async ({
  page,
  owner,
  api,
  signedIn: _,
  complaints,
}) => {
  complaints.expect(/400/);
  await api.apply(draft("alpha", ["shop"]));
  await page.goto(pageOf(owner, "/resources?set=payments."));
  await expect(page.getByText(/^Set must be 1 to 63 of a-z/)).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(0);
});

test("on a phone all rows are selected by one box", async ({ page, owner, api, signedIn: _ }) => {
  for (const name of ["alpha", "beta", "gamma"]) await api.apply(draft(name, ["shop"]));
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText("Select all", { exact: true }).click();
  await expect(page.getByRole("checkbox", { name: "Select all loaded rows" })).toBeChecked();
  await expect(page.getByRole("region", { name: "Selected resources" })).toContainText("3 selected");
  await expectAccessible(page);
});

test("columns and density are kept by the browser", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply(draft("alpha", ["shop"]));
  await page.goto(pageOf(owner, "/resources"));
  const heads = page.getByRole("columnheader");
  await expect(heads).toHaveText(["", "State", "Name", "Type", "Tags", "Updated", "Notes"], { useInnerText: true });
  await page.getByRole("button", { name: "Columns and density" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Type" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Created" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Compact rows" }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const shown = ["", "State", "Name", "Tags", "Created", "Updated", "Notes"];
  await expect(heads).toHaveText(shown, { useInnerText: true });
  await page.goto(pageOf(owner, "/resources"));
  await expect(heads).toHaveText(shown, { useInnerText: true });
  expect((await page.locator("[data-row]").boundingBox())?.height).toBe(40);
});

test("several resources get tags and protection as one change each", async ({ page, owner, api, signedIn: _ }) => {
  for (const name of ["alpha", "beta"]) await api.apply({ ...draft(name, ["old"]), lifecycle_state: "pending" });
  for (const name of ["alpha", "beta"]) await api.waitFor(`pragma/config/${name}`, "ready");
  await page.goto(pageOf(owner, "/resources"));
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).check();
  await page.getByRole("button", { name: "Tags…" }).click();
  const dialog = page.getByRole("dialog", { name: "Tags of 2 resources" });
  await dialog.getByLabel("Add").fill("new, shop");
  await dialog.getByLabel("Remove").fill("old");
  await dialog.getByLabel("Remove").press("Enter");
  await expect(dialog.getByRole("region", { name: "Plan" })).toContainText("pragma/config/alpha");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change the tags of 2 resources" })).toBeVisible();

  await page.goto(pageOf(owner, "/resources?tags=new&tags=shop"));
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).check();
  await page.getByRole("button", { name: "Protection" }).click();
  await page.getByRole("menuitem", { name: "Protect from deletion…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Protect", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Protect 2 resources" })).toBeVisible();
  for (const name of ["alpha", "beta"]) {
    const shown = async () => (await (await api.resource(`pragma/config/${name}`)).json()) as Record<string, unknown>;
    await expect
      .poll(shown)
      .toMatchObject({ tags: ["new", "shop"], deletion_protected: true, lifecycle_state: "ready" });
  }
});

test("an export ends with the login that it is for", async ({ page, owner, signedIn: _, context, complaints }) => {
  complaints.expect(/ERR_INCOMPLETE_CHUNKED_ENCODING|401|UNAUTHORIZED/);
  // More than the browser and the connection take in before the script reads on.
  await seedGraph(owner.organizationId, 20_000, 5_000);
  // A page of the dashboard would leave for the sign-in form, and what it reads with it.
  await page.goto("/health");
  const file = pageOf(owner, "/resources/export?format=json");
  await page.evaluate(async (path) => {
    const answer = await fetch(path);
    const reader = answer.body?.getReader();
    await reader?.read();
    Object.assign(window, { exported: reader });
  }, file);
  const other = await context.newPage();
  await other.goto(pageOf(owner));
  await other.getByRole("button", { name: /^Account of/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  // Most of the file had yet to be read from the database.
  const rest = page.evaluate(async () => {
    const reader = Reflect.get(window, "exported") as ReadableStreamDefaultReader;
    for (;;) if ((await reader.read()).done) return "all of it";
  });
  await expect(rest).rejects.toThrow(/network error|Error/);
});

test("what is filtered is exported, without secrets, and can be applied again", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ ...draft("hidden", ["shop"], "secret"), config: { data: { password: "never-shown" } } });
  await api.apply(draft("alpha", ["shop"]));
  await api.apply(draft("beta", ["old"]));
  await page.goto(pageOf(owner, "/resources?tags=shop"));
  const download = async (item: string): Promise<string> => {
    await page.getByRole("button", { name: "Export" }).click();
    const started = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: item }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await started).createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const table = await download("Table (CSV)");
  expect(table.split("\r\n").map((line) => line.split(",")[2])).toEqual(["name", "alpha", "hidden", undefined]);
  const list = await download("Resources (JSON)");
  expect((JSON.parse(list) as { name: string }[]).map(({ name }) => name)).toEqual(["alpha", "hidden"]);
  const documents = await download("Documents to apply (YAML)");
  expect(`${table}${list}${documents}`).not.toContain("never-shown");
  expect(documents.split("---\n").map((one) => /^name: (.*)$/m.exec(one)?.[1])).toEqual(["alpha", "hidden"]);
});

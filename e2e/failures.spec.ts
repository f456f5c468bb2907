import { expectAccessible } from "./support/accessibility.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const config = (name: string, data: Record<string, unknown>) => ({
  ...{ provider: "pragma", resource: "config", name },
  config: { data },
});

test("failures are looked at by their errors, and worked through with the keyboard", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(config("base", { list: [1] }));
  for (const name of ["one", "two", "three"])
    await api.apply(config(name, { a: "${pragma/config/base.outputs.none}" }));
  await api.apply(config("other", { a: "${pragma/config/base.outputs.list[7]}" }));
  for (const name of ["one", "two", "three", "other"]) await api.waitFor(`pragma/config/${name}`, "failed");

  await page.goto(pageOf(owner, "/failures"));
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Failures 4" })).toBeVisible();
  const groups = page.getByRole("region", { name: "Failures by error" }).getByRole("button", { name: /^\d/ });
  await expect(groups).toHaveCount(2);
  await expectAccessible(page);
  const rows = page.getByRole("rowheader");
  await expect(rows).toHaveCount(4);
  await groups.first().press("Enter");
  await expect(rows).toHaveCount(3);
  await expect(groups.first()).toHaveAttribute("aria-pressed", "true");

  await page.keyboard.press("j");
  await expect(rows.nth(0).getByRole("link")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("row").nth(2).getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("k");
  await expect(rows.nth(0).getByRole("link")).toBeFocused();
  const retried = page.waitForResponse(/deadLetters\.retry[?,]/);
  await page.keyboard.press("r");
  await retried;
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("x?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await page.getByRole("searchbox", { name: "Search" }).blur();

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard" });
  await expect(keys).toContainText("Retry the failure");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("new postgres role");
  await page.getByRole("option", { name: "New postgres/role" }).click();
  await expect(page).toHaveURL(/\/resources\/new\?type=postgres\/role/);
});

test("r retries the failure that has the focus, whatever fails above it, and none once that has gone", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const failing = async (name: string): Promise<void> => {
    const config = { data: { a: "${pragma/config/base.outputs.none}" } };
    await api.apply({ provider: "pragma", resource: "config", name, config });
    await api.waitFor(`pragma/config/${name}`, "failed");
  };
  await api.apply({ provider: "pragma", resource: "config", name: "base", config: { data: {} } });
  await failing("meant");
  await page.goto(pageOf(owner, "/failures"));
  await expectLive(page);
  await page.keyboard.press("j");
  const meant = page.getByRole("rowheader", { name: "pragma/config/meant" });
  await expect(meant.getByRole("link")).toBeFocused();
  await failing("another");
  const rows = page.getByRole("rowheader");
  await expect(rows).toHaveText([/another/, /meant/]);
  await page.keyboard.press("x");
  await expect(page.getByRole("checkbox", { name: "Select pragma/config/meant" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Select pragma/config/another" })).not.toBeChecked();
  await api.delete("pragma/config/meant");
  await expect(rows).toHaveText([/another/]);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await expect(rows.first().getByRole("link")).toBeFocused();
  await expect(page.getByRole("checkbox", { name: "Select pragma/config/another" })).not.toBeChecked();
});

test("failures with one error are retried without the others, and so is what the text finds", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const failedAt = async (): Promise<Record<string, string>> => {
    const letters: { resource_name: string; failed_at: string }[] = await (await api.get("/ops/dead-letter")).json();
    return Object.fromEntries(letters.map(({ resource_name, failed_at }) => [resource_name, failed_at]));
  };
  const failedAgain = (before: Record<string, string>, after: Record<string, string>): string[] =>
    Object.keys(before).filter((name) => before[name] !== after[name]);
  await api.apply(config("base", { list: [1] }));
  for (const name of ["one", "two"]) await api.apply(config(name, { a: "${pragma/config/base.outputs.none}" }));
  await api.apply(config("other", { a: "${pragma/config/base.outputs.list[7]}" }));
  for (const name of ["one", "two", "other"]) await api.waitFor(`pragma/config/${name}`, "failed");
  const before = await failedAt();
  expect(Object.keys(before).sort()).toEqual(["one", "other", "two"]);

  await page.goto(pageOf(owner, "/failures"));
  await expectLive(page);
  const groups = page.getByRole("region", { name: "Failures by error" });
  await groups.getByRole("button", { name: /^Retry 2 with this error: .*outputs\.none/ }).click();
  const dialog = page.getByRole("dialog", { name: "Retry 2 failures with this error" });
  await expect(dialog).toContainText("outputs.none");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Retry 2 failures", exact: true }).click();
  await expect(page.getByText("2 retried")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  const row = (name: string) => page.getByRole("row").filter({ hasText: `pragma/config/${name}` });
  for (const name of ["one", "two"]) await expect(row(name)).toContainText("Retried, and failed again");
  await expect(row("other").getByRole("status")).toBeEmpty();
  const after = await failedAt();
  expect(failedAgain(before, after).sort()).toEqual(["one", "two"]);

  // The button above the list goes by what the list is narrowed to.
  await groups.getByRole("button", { name: /^2/ }).click();
  await expect(page.getByRole("rowheader")).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Retry 2 with this error…", exact: true }).click();
  await expect(dialog).toContainText("outputs.none");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await expect(page.getByRole("button", { name: "Retry all…", exact: true })).toBeVisible();
  await page.getByRole("searchbox", { name: "Search" }).fill("config/other");
  await page.getByRole("button", { name: "Retry 1 that matches" }).click();
  const found = page.getByRole("dialog", { name: "Retry 1 failure that matches" });
  await expect(found).toContainText("config/other");
  await found.getByRole("button", { name: "Retry failure", exact: true }).click();
  await expect(page.getByText("1 retried")).toBeVisible();
  await expect(row("other")).toContainText("Retried, and failed again");
  expect(failedAgain(after, await failedAt())).toEqual(["other"]);
});

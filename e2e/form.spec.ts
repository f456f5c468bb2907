import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { addField, expectState, reviewAndApply } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expectValue } from "./support/resource-page.ts";
import { expect, test } from "./support/test.ts";

const yaml = (page: Page) => page.getByRole("textbox", { name: "Manifest in YAML" });

test("the form shows what is needed, in the author's order, and the rest on demand", async ({
  page,
  owner,
  signedIn: _,
}) => {
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Frole"));
  const name = page.locator('[id="field-config/name"]');
  await expect(name).toBeVisible();
  await expect(page.locator('[id="field-config/server_url"]')).toHaveCount(0);
  await expect(page.getByLabel("connection_limit", { exact: true })).toHaveCount(0);

  await test.step("optional fields stand in a list, in the order in which they were written", async () => {
    await page.getByRole("button", { name: "Add field", exact: true }).click();
    await expect(page.getByLabel("Find a field")).toBeFocused();
    const items = page.getByRole("option");
    const names = await items.evaluateAll((all) => all.map((item) => item.querySelector(".font-mono")?.textContent));
    expect(names.slice(-8)).toEqual([
      "password",
      "login",
      "createdb",
      "createrole",
      "inherit",
      "connection_limit",
      "valid_until",
      "member_of",
    ]);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  });

  await test.step("an added field has the focus, and its default as a hint", async () => {
    await addField(page, "connection");
    const limit = page.getByLabel("connection_limit", { exact: true });
    await expect(limit).toBeFocused();
    await expect(limit).toHaveAttribute("placeholder", "Default: -1");
    await page.keyboard.type("20");
    // Emptied, it stays where it is.
    await limit.fill("");
    await expect(limit).toBeFocused();
    await limit.fill("5");
  });

  await test.step("yes or no is a switch", async () => {
    await addField(page, "createdb");
    const createdb = page.getByRole("switch", { name: "createdb" });
    await expect(createdb).toBeFocused();
    await expect(createdb).not.toBeChecked();
    await page.keyboard.press("Space");
    await expect(createdb).toBeChecked();
  });

  await test.step("a certificate has room for its lines", async () => {
    await addField(page, "server_ca");
    await expect(page.getByLabel("server_ca", { exact: true })).toBeFocused();
    expect(await page.getByLabel("server_ca", { exact: true }).evaluate((field) => field.tagName)).toBe("TEXTAREA");
    await page.getByRole("button", { name: "Remove server_ca" }).click();
    await expect(page.getByLabel("server_ca", { exact: true })).toHaveCount(0);
  });

  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScrolling(page);
  await page.getByRole("tab", { name: "YAML" }).click();
  await expect(yaml(page)).toContainText("connection_limit: 5");
  await expect(yaml(page)).toContainText("createdb: true");
});

test("keys and values are a table, and examples are taken by a click", async ({ page, owner, api, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=pragma%2Fconfig"));
  await page.getByLabel("Name", { exact: true }).first().fill("site");
  const table = page.getByRole("table", { name: "data" });
  await table.getByLabel("New key of data").fill("title");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Shop");
  await table.getByLabel("New key of data").fill("size");
  await page.keyboard.press("Enter");
  await page.keyboard.type("3");

  await test.step("a key is renamed in place, and keeps its value", async () => {
    const key = table.getByLabel("Key title");
    await key.fill("size");
    await expect(key).toHaveAccessibleDescription("size already exists");
    await key.fill("heading");
    await page.keyboard.press("Enter");
    await expect(table.getByLabel("heading", { exact: true })).toBeFocused();
    await expect(table.getByLabel("heading", { exact: true })).toHaveValue("Shop");
  });

  await table.getByRole("button", { name: "Remove size" }).click();
  await expect(table.getByLabel("size", { exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScrolling(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await reviewAndApply(page);
  await expectState(page, "ready");
  expect(await (await api.resource("pragma/config/site")).json()).toMatchObject({
    config: { data: { heading: "Shop" } },
  });

  await page.goto(pageOf(owner, "/resources/new?type=pragma%2Ffile"));
  await page.getByRole("button", { name: "Use the example application/json for content_type" }).click();
  await expect(page.getByLabel("content_type", { exact: true })).toHaveValue("application/json");
});

test("an object inside a config is a section with its own optional fields", async ({ page, owner, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=http%2Fobject"));
  const create = page.getByRole("group", { name: "create" });
  await expect(create.getByLabel("path", { exact: true })).toBeVisible();
  await create.getByRole("button", { name: "Add field to create" }).click();
  await page.keyboard.type("query");
  await page.keyboard.press("Enter");
  await expect(create.getByRole("group", { name: "query" })).toBeVisible();
  await create.getByRole("group", { name: "query" }).getByRole("button", { name: "Remove query" }).click();
  await expect(create.getByRole("group", { name: "query" })).toHaveCount(0);
});

test("a map of secrets shows its keys and references, and each value is changed alone", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const data = { first: "first-value", second: "second-value" };
  await api.apply({ provider: "pragma", resource: "secret", name: "shop", config: { data } });
  const headers = { authorization: "written-here", "x-key": "${pragma/secret/shop.outputs.first}" };
  const config = { url: "https://shop.example", headers };
  await api.apply({ provider: "http", resource: "check", name: "shop", config, lifecycle_state: "draft" });
  await page.goto(pageOf(owner, "/resources/view/http/check/shop"));
  await expectValue(page, "Config", "headers.authorization", "********");
  await expectValue(page, "Config", "headers.x-key", headers["x-key"]);
  await api.waitFor("pragma/secret/shop", "ready");

  await page.goto(pageOf(owner, "/resources/edit/pragma/secret/shop"));
  const table = page.getByRole("table", { name: "data" });
  const value = (key: string) => table.getByLabel(key, { exact: true });
  await expect(value("first")).toHaveAttribute("placeholder", "Unchanged");
  await value("first").fill("third-value");

  await test.step("a stored value does not follow its key, and is there again under the old one", async () => {
    const rename = async (from: string, to: string): Promise<void> => {
      await table.getByLabel(`Key ${from}`).fill(to);
      await page.keyboard.press("Enter");
    };
    await rename("second", "other");
    await expect(value("other")).toHaveAccessibleDescription("No value is stored here: enter it.");
    await expectAccessible(page);
    await rename("other", "second");
    await expect(value("second")).toHaveAttribute("placeholder", "Unchanged");
  });

  await page.getByRole("tab", { name: "YAML" }).click();
  await expect(yaml(page)).toContainText('second: "********"');
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByLabel("Changes", { exact: true })).toHaveText(
    "config.data.firstbefore ********after ********",
  );
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(/\/resources\/view\//);
  const stored = await (await api.resource("pragma/secret/shop", "?reveal=true")).json();
  expect(stored.config.data).toEqual({ ...data, first: "third-value" });
});

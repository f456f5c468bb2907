import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { addField } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const combobox = (page: Page, field: string) => page.getByRole("combobox", { name: `Reference for ${field}` });
const options = (page: Page): Locator => page.getByRole("option");

test("a reference is found by what suits the field, with the keyboard alone", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ provider: "pragma", resource: "secret", name: "server", config: { data: { url: "x", pin: "1" } } });
  await api.apply({ provider: "pragma", resource: "config", name: "aaa", config: { data: { host: "shop.test" } } });
  await api.waitFor("pragma/secret/server", "ready");
  await api.waitFor("pragma/config/aaa", "ready");
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));

  await test.step("a secret field prefers secrets, and the one of its name", async () => {
    await addField(page, "server_url");
    await page.getByRole("button", { name: "Use a reference for server_url" }).click();
    await expect(combobox(page, "server_url")).toBeFocused();
    await expect(options(page).first()).toContainText("pragma/secret/server.outputs.url");
    await expect(options(page).first()).toContainText("secret");
    await expectAccessible(page);
    await page.keyboard.press("ArrowDown");
    await expect(combobox(page, "server_url")).toHaveAttribute("aria-activedescendant", /./);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Edit the reference of server_url" })).toBeFocused();
  });

  const name = page.locator('[id="field-config/name"]');
  await test.step("typing ${ asks for one; other fields put secrets last; Escape leaves what was typed", async () => {
    await name.click();
    await page.keyboard.type("${");
    await expect(combobox(page, "name")).toBeFocused();
    await expect(options(page).filter({ hasText: "aaa.outputs.host" })).toBeVisible();
    const texts = await options(page).allTextContents();
    const at = (part: string) => texts.findIndex((text) => text.includes(part));
    expect(at("aaa.outputs.host")).toBeLessThan(at("server.outputs.url"));
    await page.keyboard.press("Escape");
    await expect(name).toBeFocused();
    await expect(name).toHaveValue("${");
    await name.fill("");
  });

  await test.step("in a text, it goes where the cursor is", async () => {
    await name.fill("at-");
    await page.keyboard.type("${");
    await page.keyboard.type("aaa host");
    await page.keyboard.press("Enter");
    await expect(name).toHaveValue("at-${pragma/config/aaa.outputs.host}");
    await expect(name).toBeFocused();
    await page.keyboard.press("Control+Space");
    await expect(combobox(page, "name")).toBeFocused();
    await page.setViewportSize({ width: 390, height: 800 });
    await expectNoSidewaysScrolling(page);
  });

  await test.step("what a resource of the same type uses there comes before what is named like the field", async () => {
    await api.apply({
      provider: "postgres",
      resource: "database",
      name: "sibling",
      config: { server_url: "${pragma/secret/server.outputs.pin}", name: "sibling" },
    });
    await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
    await expect(page.locator('[id="field-name"]')).toBeFocused();
    await addField(page, "server_url");
    await page.getByRole("button", { name: "Use a reference for server_url" }).click();
    await expect(options(page).first()).toContainText("server.outputs.pin");
    await expect(options(page).first()).toContainText("used by 1");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("group", { name: "server_url" })).toContainText("server (in a new tab).outputs.pin");
  });
});

test("the focus comes back to the field if Enter came before the results, however early the next frame is", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ provider: "pragma", resource: "config", name: "slow", config: { data: { host: "shop.test" } } });
  await api.waitFor("pragma/config/slow", "ready");
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
  const name = page.locator('[id="field-config/name"]');
  await name.fill("at-");
  await page.keyboard.type("${");
  await expect(options(page).first()).toBeVisible();
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/suggestReferences/, async (route) => {
    await asked;
    await route.continue();
  });
  await page.keyboard.type("slow host");
  await page.keyboard.press("Enter");
  await page.evaluate(() => {
    window.requestAnimationFrame = (frame) => {
      queueMicrotask(() => frame(performance.now()));
      return 0;
    };
  });
  answer();
  await expect(name).toHaveValue("at-${pragma/config/slow.outputs.host}");
  await expect(name).toBeFocused();
});

test("a reference in place of a whole group has the focus", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply({ provider: "pragma", resource: "config", name: "requests", config: { data: { create: "x" } } });
  await api.waitFor("pragma/config/requests", "ready");
  await page.goto(pageOf(owner, "/resources/new?type=http%2Fobject"));
  await page.getByRole("button", { name: "Use a reference for create", exact: true }).click();
  await expect(combobox(page, "create")).toBeFocused();
  await page.keyboard.type("requests create");
  await expect(options(page).first()).toContainText("pragma/config/requests.outputs.create");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Edit the reference of create" })).toBeFocused();
});

test("what is missing is created in the same change", async ({ page, owner, api, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
  await page.getByLabel("Name", { exact: true }).first().fill("shop");
  await page.locator('[id="field-config/name"]').fill("shop");
  await addField(page, "server_url");
  await page.getByRole("button", { name: "Use a reference for server_url" }).click();
  await page.getByRole("option", { name: "New pragma/secret" }).click();
  const named = page.getByLabel("Name of the new pragma/secret");
  await expect(named).toBeFocused();
  await expect(named).toHaveValue("shop-server-url");
  await page.keyboard.press("Enter");

  const section = page.getByRole("region", { name: "New pragma/secret/shop-server-url" });
  await expect(section.getByLabel("server_url", { exact: true })).toBeFocused();
  await page.keyboard.type("postgresql://nobody:hunter2@127.0.0.1:1/postgres");
  await expect(page.getByText("pragma/secret/shop-server-url").first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("list", { name: "Counts" })).toHaveText(/2 to create/);
  const text = page.getByRole("region", { name: "Differences of the text" });
  await expect(text).toContainText("resource: secret");
  await expect(text).not.toContainText("hunter2");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/postgres/database/shop"));
  await api.waitFor("pragma/secret/shop-server-url", "ready");
  expect(await (await api.resource("postgres/database/shop")).json()).toMatchObject({
    config: { server_url: "${pragma/secret/shop-server-url.outputs.server_url}" },
  });
});

test("what was typed in full and is missing is created under that name", async ({ page, owner, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
  await addField(page, "server_url");
  await page.getByRole("button", { name: "Use a reference for server_url" }).click();
  await page.keyboard.type("pragma/secret/main.outputs.address");
  await expect(options(page).first()).toContainText("pragma/secret/main.outputs.address");
  const made = page.getByRole("option", { name: "New pragma/secret/main" });
  await expect(made).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name of the new pragma/secret")).toHaveValue("main");
  await page.keyboard.press("Enter");
  const section = page.getByRole("region", { name: "New pragma/secret/main" });
  await expect(section.getByLabel("address", { exact: true })).toBeFocused();
});

test("what was typed in full is taken, and not something that it is a part of", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ provider: "pragma", resource: "config", name: "db-staging", config: { data: { host: "x" } } });
  await api.waitFor("pragma/config/db-staging", "ready");
  await page.goto(pageOf(owner, "/resources/new?type=postgres%2Fdatabase"));
  const name = page.locator('[id="field-config/name"]');
  await test.step("a text that only contains a reference is not one", async () => {
    await name.click();
    await page.keyboard.type("${");
    await page.keyboard.insertText("pragma/config/db.outputs.host}:80");
    await expect(page.getByText("Nothing found.")).toBeVisible();
    await page.keyboard.press("Escape");
    await name.fill("");
  });

  await test.step("nor is one that was not typed to its end", async () => {
    await name.click();
    await page.keyboard.type("${");
    await page.keyboard.insertText("pragma/config/db-staging.outputs.h");
    await expect(options(page).first()).toContainText("db-staging.outputs.host");
    await page.keyboard.press("Escape");
    await name.fill("");
  });

  await page.keyboard.type("${");
  await page.keyboard.insertText("pragma/config/db");
  await expect(options(page).first()).toContainText("db-staging.outputs.host");
  await page.keyboard.insertText(".outputs.host");
  await expect(options(page).first()).toHaveText(/^pragma\/config\/db\.outputs\.host/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "name" })).toContainText("pragma/config/db (in a new tab).outputs.host");
});

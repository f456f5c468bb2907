import type { Page } from "@playwright/test";
import { deployProvider } from "./support/deploy-provider.ts";
import { expectUsable } from "./support/expect-usable.ts";
import { pageOf } from "./support/page-of.ts";
import { packLibrary } from "./support/provider-archive.ts";
import { expect, test } from "./support/test.ts";

const row = (page: Page, identity: string) => page.getByRole("row", { name: identity });

test("what exists is found in parts, ticked, and taken over by a plan", async ({ page, owner, api, signedIn: _ }) => {
  test.setTimeout(600_000);
  await deployProvider(api, "library", packLibrary());

  await test.step("a provider that cannot tell what exists says so", async () => {
    await page.goto(pageOf(owner, "/adopt"));
    await page.getByLabel("Provider").selectOption("http");
    await expect(page.getByText("No type of http can tell what exists")).toBeVisible();
    await expect(page.getByRole("button", { name: "Find" })).toBeDisabled();
    await expectUsable(page, "empty");
  });

  await test.step("it is listed in parts, and all of it can be reached with the keyboard", async () => {
    await page.getByLabel("Provider").selectOption("library");
    await expect(page.getByLabel("Type")).toHaveValue("book");
    await page.getByRole("button", { name: "Find" }).press("Enter");
    await expect(row(page, "book 000")).toBeVisible();
    await expect(page.getByText("(100 of 100)")).toBeVisible();
    await page.getByRole("button", { name: "Show more" }).press("Enter");
    await expect(page.getByText("(120 of 120)")).toBeVisible();
  });

  await test.step("it is narrowed by a field of the config", async () => {
    await page.getByLabel("Only with the config field").selectOption("floor");
    await page.getByLabel("Value").fill("upper");
    await page.getByLabel("Value").press("Enter");
    await expect(page.getByText("(60 of 60)")).toBeVisible();
  });

  await test.step("what is ticked becomes documents, whose names can be changed", async () => {
    await page.getByRole("checkbox", { name: "Take over book 000" }).press("Space");
    await page.getByRole("checkbox", { name: "Take over book 002" }).press("Space");
    const name = page.getByLabel("Name of the resource of book 002");
    await expect(name).toHaveValue("book-002");
    await name.fill("book-000");
    await expect(page.getByText("Another one has this name").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Plan" })).toBeDisabled();
    await name.fill("second");
    await page.getByText("Documents (YAML)").click();
    await expect(page.getByRole("region", { name: "Documents" })).toContainText("adopt: book 002");
    await expect(page.getByRole("region", { name: "Documents" })).toContainText("on_delete: keep");
    await expectUsable(page, "ticked");
  });

  await test.step("the plan says that nothing is sent, and is applied", async () => {
    await page.getByRole("button", { name: "Plan" }).press("Enter");
    await expect(page).toHaveURL(/\/changes\/[0-9a-f-]+$/);
    await expect(page.getByText("it is taken over as it is: nothing is sent").first()).toBeVisible();
    await expectUsable(page, "plan");
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await expect(dialog.or(page.getByText("succeeded").first())).toBeVisible();
    if (await dialog.isVisible()) await dialog.getByRole("button", { name: /^Apply/ }).click();
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
  });

  await test.step("it is managed from then on", async () => {
    await page.goto(pageOf(owner, "/adopt"));
    await page.getByLabel("Provider").selectOption("library");
    await page.getByRole("button", { name: "Find" }).click();
    await expect(row(page, "book 002").getByRole("link", { name: "library/book/second" })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Take over book 002" })).toBeDisabled();
    await expect(page.getByText("(98 of 100)")).toBeVisible();
    await expectUsable(page, "managed");
  });
});

import { randomUUID } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import type { Api } from "./support/api.ts";
import { pageOf } from "./support/page-of.ts";
import { expectValue } from "./support/resource-page.ts";
import type { StackInfo } from "./support/stack-info.ts";
import { expect, test } from "./support/test.ts";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

/** A file that is declared, and is there. */
async function makeFile(api: Api, { files }: StackInfo, name: string, more: { mode?: string } = {}): Promise<string> {
  const path = `${randomUUID()}/${name}`;
  await api.apply({
    provider: "fs",
    resource: "file",
    name,
    config: { root: files, path, content: "declared\n", ...more },
  });
  await api.waitFor(`fs/file/${name}`, "ready");
  return join(files, path);
}

const panelOf = (page: Page): Locator => page.getByRole("region", { name: "Drift", exact: true });

async function checkNow(page: Page): Promise<void> {
  await panelOf(page).getByRole("button", { name: "Check now" }).press("Enter");
  await expect(panelOf(page).getByRole("button", { name: "Check now" })).toBeEnabled();
}

/** Applies what a dialog shows. */
async function confirmPlan(page: Page, title: RegExp | string, action: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: title }).or(page.getByRole("alertdialog", { name: title }));
  await expect(dialog.getByText("1 to update").first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: action, exact: true }).press("Enter");
  await expect(dialog).toBeHidden();
}

test("a file that was changed by hand is found, shown beside what is declared, and reverted", async ({
  page,
  owner,
  api,
  stack,
  signedIn: _,
}) => {
  const path = await makeFile(api, stack, "motd");
  const panel = panelOf(page);

  await test.step("its page says that it is in sync", async () => {
    await page.goto(pageOf(owner, "/resources/view/fs/file/motd"));
    await expect(panel.getByText("In sync", { exact: true })).toBeVisible();
    await checkNow(page);
    await expect(panel).toContainText(/Checked .* ago|Checked just now/);
    await expectAccessible(page);
  });

  await test.step("changed by hand, both sides are shown, and the page is usable on a desk and on a phone", async () => {
    await writeFile(path, "by hand\n");
    await checkNow(page);
    await expect(panel.getByText("Drifted", { exact: true })).toBeVisible();
    await expect(panel.getByRole("row", { name: /^config\.content/ })).toContainText("declared");
    await expect(panel.getByRole("row", { name: /^outputs\.checksum/ })).toBeVisible();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await expectSettled(page);
      await expectAccessible(page);
      await expectNoSidewaysScrolling(page);
    }
    await page.setViewportSize(SIZES[0]);
  });

  await test.step("it is reverted as a change, once its plan was seen", async () => {
    await panel.getByRole("button", { name: "Revert…" }).press("Enter");
    await confirmPlan(page, "Revert the drift of motd", "Revert");
    await expect(panel.getByText("In sync", { exact: true })).toBeVisible();
    expect(await readFile(path, "utf8")).toBe("declared\n");
    await page.getByRole("button", { name: "View change" }).click();
    await expect(page.getByRole("heading", { name: "Revert the drift of fs/file/motd" })).toBeVisible();
    await expect(page.getByText("it was changed outside Pragma")).toBeVisible();
  });

  await test.step("the history tells what was found, and when it was gone", async () => {
    await page.goto(pageOf(owner, "/resources/view/fs/file/motd?tab=history"));
    await expect(page.getByRole("heading", { name: "Drift found" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "In sync again" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("once it is deleted by hand, it is missing, and created again", async () => {
    await page.goto(pageOf(owner, "/resources/view/fs/file/motd"));
    await rm(path);
    await checkNow(page);
    await expect(
      panel.getByText("Its provider did not find it.").or(panel.getByText("Missing", { exact: true })),
    ).toBeVisible();
    await expect(panel.getByText("Missing", { exact: true })).toBeVisible();
    await expect(panel.getByRole("button", { name: "Accept…" })).toHaveCount(0);
    await expectAccessible(page);
    await panel.getByRole("button", { name: "Revert…" }).click();
    await confirmPlan(page, "Revert the drift of motd", "Revert");
    await expect(panel.getByText("In sync", { exact: true })).toBeVisible();
    expect(await readFile(path, "utf8")).toBe("declared\n");
  });
});

test("what drifted is marked in the list and the overview, accepted as one change, or ignored", async ({
  page,
  owner,
  api,
  stack,
  signedIn: _,
}) => {
  const [first, second] = await Promise.all([
    makeFile(api, stack, "first", { mode: "0644" }),
    makeFile(api, stack, "second", { mode: "0644" }),
  ]);
  await Promise.all([chmod(first, 0o600), chmod(second, 0o600)]);
  for (const name of ["first", "second"]) {
    await page.goto(pageOf(owner, `/resources/view/fs/file/${name}`));
    await checkNow(page);
    await expect(panelOf(page).getByRole("row", { name: /^config\.mode/ })).toContainText("0600");
  }

  await test.step("a path is ignored, and is no drift any more", async () => {
    await panelOf(page).getByRole("button", { name: "Ignore config.mode…" }).press("Enter");
    await confirmPlan(page, "Ignore mode of second", "Ignore");
    await expect(panelOf(page).getByText("In sync", { exact: true })).toBeVisible();
    await expect(page.getByText("Ignored in its config: mode")).toBeVisible();
  });

  await test.step("the overview leads to what drifted", async () => {
    await page.goto(pageOf(owner));
    const item = page.getByRole("region", { name: "Needs attention" }).getByRole("link", { name: /^1 drifted/ });
    await expect(item).toContainText("fs/file/first: changed outside Pragma");
    await expectAccessible(page);
    await item.press("Enter");
    await expect(page).toHaveURL(/\/resources\?drift=drifted$/);
    await expect(page.getByRole("row", { name: /first/ })).toContainText("drifted");
    await expectAccessible(page);
  });

  await test.step("it is accepted from the list, and its page says what is declared now", async () => {
    await page.getByRole("checkbox", { name: "Select fs/file/first" }).check();
    await page.getByRole("button", { name: "Drift (1)" }).press("Enter");
    await page.getByRole("menuitem", { name: "Accept 1…" }).press("Enter");
    await confirmPlan(page, "Accept the drift of 1 resource", "Accept");
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
    await page.goto(pageOf(owner, "/resources/view/fs/file/first"));
    await expectValue(page, "Config", "mode", "0600");
    await checkNow(page);
    await expect(panelOf(page).getByText("In sync", { exact: true })).toBeVisible();
  });
});

import { expectAccessible } from "./support/accessibility.ts";
import { expectState, reviewAndApply } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const setting = { provider: "pragma", resource: "config", name: "setting" };

test("a resource is paused, changed, and goes on once it is resumed", async ({ page, owner, api, signedIn: _ }) => {
  await api.apply({ ...setting, config: { data: { size: 1 } } });
  await api.waitFor("pragma/config/setting", "ready");
  const paused = page.getByRole("checkbox", { name: "Paused: nothing is handed to its provider" });

  await test.step("its page pauses it", async () => {
    await page.goto(pageOf(owner, "/resources/view/pragma/config/setting"));
    await paused.click();
    await expect(paused).toBeChecked();
    await expect(page.getByText("Nothing of it is handed to its provider until it is resumed").first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("the editor changes its config and what is ignored, and nothing runs", async () => {
    await page.goto(pageOf(owner, "/resources/edit/pragma/config/setting"));
    await page.getByRole("tab", { name: "Form" }).click();
    await page.getByRole("combobox", { name: "On deletion" }).selectOption("keep");
    await page.getByRole("textbox", { name: "Ignored paths" }).fill("data.label");
    await page.getByRole("textbox", { name: "size", exact: true }).fill("2");
    await reviewAndApply(page);
    await expectState(page, "pending");
    await expect(page.getByText("Deletion keeps the real thing")).toBeVisible();
    await expect(page.getByText("Ignored in its config: data.label")).toBeVisible();
    await expect(page.getByText("Paused: it waits until it is resumed").first()).toBeVisible();
  });

  await test.step("resumed, it is carried out, and the history tells since when it waited", async () => {
    await paused.click();
    await expectState(page, "ready");
    await page.getByRole("tab", { name: "History" }).click();
    await expect(page.getByRole("heading", { name: "Paused" })).toBeVisible();
  });
});

test("all of a type is sent to its provider once more, as it was reviewed", async ({
  page,
  owner,
  api,
  stack,
  signedIn: _,
}) => {
  for (const name of ["main", "spare"]) {
    await api.apply({
      provider: "postgres",
      resource: "connection",
      name,
      config: { server_url: stack.userDatabaseUrl },
    });
    await api.waitFor(`postgres/connection/${name}`, "ready");
  }
  await page.goto(pageOf(owner, "/providers/postgres"));
  await page.getByRole("button", { name: "Re-run all of postgres/connection" }).click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  await expect(dialog.getByText("2 to update").first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Re-run", exact: true }).click();
  await page.getByRole("button", { name: "View change" }).click();
  await expect(page.getByRole("heading", { name: "Re-run all of postgres/connection" })).toBeVisible();
  await expect(page.getByRole("status").getByText("succeeded").first()).toBeVisible();
});

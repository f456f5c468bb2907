import { randomUUID } from "node:crypto";
import { expectAccessible } from "./support/accessibility.ts";
import { expectState, reviewAndApply } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

const database = (name: string) => ({ provider: "postgres", resource: "database", name });

test("a connection shows its users and keeps them, and they name another one", async ({
  page,
  owner,
  api,
  stack,
  signedIn: _,
}) => {
  const name = `connected_${randomUUID().slice(0, 8)}`;
  for (const connection of ["main", "spare"]) {
    const config = { server_url: stack.userDatabaseUrl };
    await api.apply({ provider: "postgres", resource: "connection", name: connection, config });
  }
  await api.apply({ ...database("shop"), connection: "main", config: { name } });
  await api.waitFor("postgres/database/shop", "ready");

  await test.step("the page of the database leads to its connection, and that to all that use it", async () => {
    await page.goto(pageOf(owner, "/resources/view/postgres/database/shop"));
    await page.getByRole("link", { name: "postgres/connection/main" }).first().click();
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/postgres/connection/main"));
    await expectAccessible(page);
    await page.getByRole("link", { name: "Used by 1 resource" }).click();
    await expect(page.getByRole("link", { name: "shop", exact: true })).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(2);
    await expect(
      page.getByRole("button", { name: "Remove filter connection: postgres/connection/main" }),
    ).toBeVisible();
  });

  await test.step("the page of connections has both, and tests one", async () => {
    await page.goto(pageOf(owner, "/connections"));
    await expect(page.getByRole("link", { name: "Used by 1 resource" })).toBeVisible();
    await expect(page.getByText("Not used yet")).toBeVisible();
    await page.getByRole("button", { name: "Test postgres/connection/main" }).click();
    await expect(page.getByText("healthy", { exact: true })).toBeVisible();
  });

  await test.step("it is not deleted while it has users", async () => {
    await page.goto(pageOf(owner, "/resources/view/postgres/connection/main"));
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete main" });
    await expect(dialog.getByText("postgres/database/shop depends on")).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("another connection is chosen in the editor, and the plan says so", async () => {
    await page.goto(pageOf(owner, "/resources/edit/postgres/database/shop"));
    const field = page.getByRole("combobox", { name: "Connection", exact: true });
    await expect(field).toHaveValue("postgres/connection/main");
    await field.selectOption("spare");
    await reviewAndApply(page);
    await expectState(page, "ready");
    await expect(page.getByRole("link", { name: "postgres/connection/spare" }).first()).toBeVisible();
  });
});

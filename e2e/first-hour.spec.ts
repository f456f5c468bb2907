import { expectAccessible } from "./support/accessibility.ts";
import { createMemberAccount } from "./support/accounts.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn } from "./support/sign-in.ts";
import { expect, test } from "./support/test.ts";

test("an empty organization gets the example with one click, and sees it whole", async ({
  page,
  signedIn: _,
  owner,
}) => {
  await page.goto(pageOf(owner));
  await expectAccessible(page);
  await page.getByRole("button", { name: "Apply the example" }).press("Enter");
  await expect(page).toHaveURL(/\/changes\/[\w-]{36}$/);
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
  await expect(page.getByText("correct horse")).toHaveCount(0);
  await page.goto(pageOf(owner));
  await expect(page.getByRole("listitem").filter({ hasText: "change of 4 resources" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Needs attention" })).toContainText(
    "No failures, no drift, and nothing is slow.",
  );
  await expect(page.getByRole("button", { name: "Apply the example" })).toHaveCount(0);
  await page.goto(pageOf(owner, "/resources/view/pragma/config/example-connection"));
  await expect(page.getByRole("region", { name: "Outputs", exact: true })).toContainText("********");
});

test("who sees the last of the first steps done is told so, and steps lead to the guides", async ({
  page,
  owner,
  api,
  platform,
}) => {
  const member = await createMemberAccount(platform, owner, "member");
  await signIn(page, member);
  await page.goto(pageOf(owner));
  await expectLive(page);
  await expect(page.getByText("1 of 3 done")).toBeVisible();
  await expect(page.getByRole("link", { name: "Guide: Create a resource" })).toHaveAttribute(
    "href",
    pageOf(owner, "/help/quick-start#declare-something"),
  );
  await api.apply({ provider: "pragma", resource: "config", name: "first", config: { data: { a: 1 } } });
  await expect(page.getByText("All done", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("region", { name: "Needs attention" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "First steps" })).toHaveCount(0);
});

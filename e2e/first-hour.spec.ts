import { expectAccessible } from "./support/accessibility.ts";
import { pageOf } from "./support/page-of.ts";
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
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded", { timeout: 60_000 });
  await expect(page.getByText("correct horse")).toHaveCount(0);
  await page.goto(pageOf(owner));
  const activity = page.getByRole("link", { name: /change of 4 resources/ });
  await expect(activity).toBeVisible();
  await expect(page.getByRole("region", { name: "Needs attention" })).toContainText(
    "Nothing failed, and nothing takes long.",
  );
  await expect(page.getByRole("button", { name: "Apply the example" })).toHaveCount(0);
  await page.goto(pageOf(owner, "/resources/view/pragma/config/example-connection"));
  await expect(page.getByRole("region", { name: "Outputs", exact: true })).toContainText("********");
});

import { applyAll } from "./support/changes.ts";
import { deployProvider } from "./support/deploy-provider.ts";
import { writeYaml } from "./support/editor.ts";
import { expectUsable } from "./support/expect-usable.ts";
import { pageOf } from "./support/page-of.ts";
import { packLibrary } from "./support/provider-archive.ts";
import { expect, test } from "./support/test.ts";

const book = (floor: string) => `provider: library
resource: book
name: mine
config: { signature: mine, floor: ${floor}, pages: 10 }
`;

test("a plan that cannot be carried out offers to replace, and says what is lost and who is repaired", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await deployProvider(api, "library", packLibrary());
  const data = { at: "${library/book/mine.outputs.address}" };
  await applyAll(api, [
    { provider: "library", resource: "book", name: "mine", config: { signature: "mine", floor: "upper", pages: 10 } },
    {
      ...{ provider: "library", resource: "book", name: "beside", depends_on: ["library/book/mine"] },
      config: { signature: "beside", floor: "upper", pages: 10 },
    },
    { provider: "pragma", resource: "config", name: "reader", config: { data } },
  ]);
  await api.waitFor("library/book/beside", "ready");
  await api.waitFor("pragma/config/reader", "ready");
  const leave = page.getByRole("checkbox", { name: /^Replace what cannot be changed/ });

  await test.step("it is refused, and the way out stands beside", async () => {
    await page.goto(pageOf(owner, "/changes/new"));
    await writeYaml(page, book("lower"));
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByRole("list", { name: "Counts" })).toContainText("1 refused");
    await expect(leave).not.toBeChecked();
    await expectUsable(page, "refused");
  });

  await test.step("with leave it is planned", async () => {
    await leave.press("Space");
    await expect(page.getByRole("list", { name: "Counts" })).toContainText("1 to replace");
    await expect(page.getByText(/what it holds is lost/).first()).toBeVisible();
    await expect(page.getByText(/Is repaired, since/).first()).toBeVisible();
    await expectUsable(page, "planned");
  });

  await test.step("and carried out, with what depends on it", async () => {
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await expect(page).toHaveURL(/\/changes\/[0-9a-f-]+$/);
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
    await expect(page.getByText("it is deleted, then created anew").first()).toBeVisible();
    await expectUsable(page, "done");
  });
});

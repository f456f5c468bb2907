import { openPage } from "./support/accessibility.ts";
import { type Account, createOwnerAccount, createTokenOf, makeOperator } from "./support/accounts.ts";
import { Api } from "./support/api.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { callProcedure } from "./support/procedure.ts";
import { PAGES } from "./support/routes.ts";
import { expect, test } from "./support/test.ts";

const SIGN = "only-of-the-neighbour";

/** An organization in which every name contains a marker by which it would be recognized elsewhere. */
async function neighbourOf(
  platform: Parameters<typeof createOwnerAccount>[0],
): Promise<{ account: Account; api: Api }> {
  const account = await createOwnerAccount(platform, "Neighbour");
  const api = new Api(await createTokenOf(platform, account));
  const config = { data: { note: SIGN } };
  await api.apply({ provider: "pragma", resource: "config", name: SIGN, config, tags: [SIGN] });
  await api.apply({
    provider: "pragma",
    resource: "config",
    name: `${SIGN}-broken`,
    config: { data: { note: `\${pragma/config/${SIGN}.outputs.nothing}` } },
  });
  await api.waitFor(`pragma/config/${SIGN}`, "ready");
  await api.waitFor(`pragma/config/${SIGN}-broken`, "failed");
  return { account, api };
}

test("no page shows anything of another organization", { tag: "@thorough" }, async ({
  owner,
  page,
  signedIn: _,
  platform,
}) => {
  const { account } = await neighbourOf(platform);
  // Pages about one resource need one; what they show of other organizations' is tested below.
  for (const route of PAGES.filter(({ path }) => !/\/(view|edit)\/|(root|draft)=/.test(path))) {
    await test.step(route.path, async () => {
      await openPage(page, route, owner);
      const content = await page.content();
      for (const trace of [SIGN, account.email, account.organizationName, account.userId, account.organizationId]) {
        expect(content, route.path).not.toContain(trace);
      }
    });
  }
});

test("nothing of another organization can be found", async ({ owner, page, signedIn: _, platform, complaints }) => {
  complaints.expect(/status of 404/);
  const { api } = await neighbourOf(platform);
  for (const path of [`/resources/view/pragma/config/${SIGN}`, `/resources/edit/pragma/config/${SIGN}`]) {
    await page.goto(pageOf(owner, path));
    await expect(page.getByText(/not exist|nothing here|not found/i).first()).toBeVisible();
    await expect(page.getByText("note")).toHaveCount(0);
  }
  await page.goto(pageOf(owner, `/resources?q=${SIGN}`));
  await expect(page.getByRole("heading", { level: 1, name: "Resources" })).toBeVisible();
  await expect(page.getByRole("link", { name: new RegExp(SIGN) })).toHaveCount(0);
  await expectLive(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(SIGN);
  await expect(page.getByText("Nothing found")).toBeVisible();

  const id = `pragma/config/${SIGN}`;
  // As if it had never existed: there is nothing to delete, and nothing is deleted.
  const deletion = { resource: id, dependents: "cascade" };
  expect(await callProcedure(page, owner, "changes.plan", { delete: [deletion] })).toBe(200);
  expect(await callProcedure(page, owner, "resources.retry", { id: `${id}-broken` })).toBe(404);
  await api.waitFor(id, "ready");
});

test("changes of another organization do not arrive here", async ({ page, signedIn: _, platform, owner, api }) => {
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  await neighbourOf(platform);
  // A change of one's own arrives after the others', by the same stream.
  await api.apply({ provider: "pragma", resource: "config", name: "mine", config: { data: {} } });
  await expect(page.getByRole("link", { name: /mine/ }).first()).toBeVisible();
  expect(await page.content()).not.toContain(SIGN);
});

test("a member of two organizations views one at a time", async ({ page, signedIn: _, owner, platform, api }) => {
  await api.apply({ provider: "pragma", resource: "config", name: "of-the-first", config: { data: {} } });
  await api.waitFor("pragma/config/of-the-first", "ready");
  await makeOperator(platform, owner);
  await page.goto("/account/organizations/new");
  await page.getByLabel("Name of the organization").fill("Second");
  await page.getByRole("button", { name: "Create organization" }).click();
  const navigation = page.getByRole("navigation", { name: "Main" });
  const switcher = page.getByRole("button", { name: /^Organization / });
  await expect(switcher).toHaveAccessibleName("Organization Second, owner, switch");
  await navigation.getByRole("link", { name: "Resources" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Resources" })).toBeVisible();
  await expect(page.getByText("of-the-first")).toHaveCount(0);

  await switcher.click();
  await page.getByRole("menuitem", { name: owner.organizationName }).click();
  await expect(switcher).toHaveAccessibleName(`Organization ${owner.organizationName}, owner, switch`);
  await navigation.getByRole("link", { name: "Resources" }).click();
  await expect(page.getByRole("link", { name: /of-the-first/ }).first()).toBeVisible();
  // It stays so.
  await page.reload();
  await expect(switcher).toHaveAccessibleName(`Organization ${owner.organizationName}, owner, switch`);
});

import { randomUUID } from "node:crypto";
import type { BrowserContext, Page, Request } from "@playwright/test";
import { setPushGrant } from "@pragma/db/administration";
import { type Account, addOrganization, createMemberAccount, createTokenOf } from "./support/accounts.ts";
import { Api, type NewResource } from "./support/api.ts";
import { pageOf } from "./support/page-of.ts";
import type { Platform } from "./support/platform.ts";
import { packNotes } from "./support/provider-archive.ts";
import { rowsOf } from "./support/rows.ts";
import { signIn } from "./support/sign-in.ts";
import { storeDrift } from "./support/stored-drift.ts";
import { expect, test } from "./support/test.ts";
import { confirm, WRITES, writes } from "./support/writes.ts";

/** The same person in another organization of theirs, with the same rights. */
async function secondOrganizationOf(platform: Platform, owner: Account): Promise<Account> {
  const organizationId = randomUUID();
  const organizationName = `Beta ${organizationId.slice(0, 8)}`;
  const { db } = platform.core;
  const organizationSlug = await addOrganization(platform, {
    id: organizationId,
    name: organizationName,
    ownerId: owner.userId,
  });
  await setPushGrant(db, organizationId, true);
  return { ...owner, organizationId, organizationSlug, organizationName };
}

function config(name: string, data: Record<string, unknown>): NewResource {
  return { provider: "pragma", resource: "config", name, config: { data } };
}

/** Long enough for the streams of a page to notice that their right has ended. */
const SLOW_MS = 3000;

const BROKEN = ["broken-one", "broken-two", "broken-three"];

/** Fills one organization; the other has the same names. @returns with the version of the provider that waits to be deployed */
async function fill(platform: Platform, account: Account): Promise<{ api: Api; version: string }> {
  const api = new Api(await createTokenOf(platform, account));
  await createMemberAccount(platform, account, "viewer", "Grace");
  await createMemberAccount(platform, account, "admin", "Heidi");
  const pushed = await api.upload("/providers/notes/push", "code", packNotes({ release: "old" }));
  const { version } = (await pushed.json()) as { version: string };
  await api.apply({ provider: "pragma", resource: "secret", name: "key", config: { data: { value: "hidden" } } });
  for (const name of ["first", "second", "third"]) await api.apply(config(name, { a: 1 }));
  for (const name of BROKEN) await api.apply(config(name, { a: `\${pragma/config/first.outputs.no_such_field}` }));
  await api.apply(config("waiting", { a: "${pragma/config/not-there.outputs.a}" }));
  const held = [config("held", { a: "${pragma/config/not-there.outputs.a}" })];
  await api.post("/changes", { documents: held, message: "Waits for what is absent", apply: true });
  await api.apply(config("staged", { a: 1 }));
  for (const name of ["first", "second", "third", "staged"]) await api.waitFor(`pragma/config/${name}`, "ready");
  await api.apply({ ...config("staged", { a: 2 }), lifecycle_state: "draft" });
  for (const name of BROKEN) await api.waitFor(`pragma/config/${name}`, "failed");
  const built = async () => (await (await api.get(`/providers/notes/builds/${version}`)).json()).status;
  await expect.poll(built).toBe("success");
  return { api, version };
}

/** Another tab, or another window, of the same browser. */
const WAYS = {
  tabs: (_page: Page, context: BrowserContext) => context.newPage(),
  windows: async (page: Page) => {
    const opened = page.waitForEvent("popup");
    await page.evaluate(() => void window.open("/account", "_blank", "popup,width=1280,height=800"));
    return opened;
  },
};

/** Every write in each way; without the thorough tests, the first few in one. */
const CASES = [
  { way: "tabs", openAnother: WAYS.tabs, writesOfOne: "the first writes", most: 3, tag: [] },
  ...Object.entries(WAYS).map(([way, openAnother]) => ({
    way,
    openAnother,
    writesOfOne: "every write",
    most: Infinity,
    tag: "@thorough",
  })),
];

for (const { way, openAnother, writesOfOne, most, tag } of CASES) {
  test(`of two ${way} in two organizations, ${writesOfOne} of one stay in it`, { tag }, async ({
    page,
    context,
    owner,
    platform,
    complaints,
  }) => {
    test.setTimeout(600_000);
    // Deleted objects and left organizations are requested once more.
    complaints.expect(/status of 40[34] .*\/api\/trpc\//);
    const beta = await secondOrganizationOf(platform, owner);
    const [{ api, version }] = await Promise.all([fill(platform, owner), fill(platform, beta)]);
    await storeDrift(platform, owner, api, "page");
    const called = new Map<string, Set<string | null>>();
    const record = (request: Request): void => {
      const { pathname, searchParams } = new URL(request.url());
      if (!pathname.startsWith("/api/trpc/")) return;
      for (const name of pathname.slice("/api/trpc/".length).split(",")) {
        called.set(name, (called.get(name) ?? new Set()).add(searchParams.get("organization")));
        // A user who has left an organization is redirected to the other one.
        if (name === "organizations.leave") page.off("request", record);
      }
    };
    page.on("request", record);
    await page.goto("/login");
    await page.getByLabel("Email").fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Which organization?");
    await page.getByRole("link", { name: new RegExp(owner.organizationName) }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    const other = await openAnother(page, context);
    await other.goto(pageOf(beta));
    await expect(other.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    const before = await rowsOf(beta.organizationId);
    const own = await rowsOf(owner.organizationId);

    for (const write of writes(version).slice(0, most)) {
      await test.step(write.name, async () => {
        await page.goto(`/o/${owner.organizationId}${write.path}`);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        // The one viewed last is the other one.
        await other.goto(pageOf(beta, "/resources"));
        await expect(other.getByRole("link", { name: "third", exact: true })).toBeVisible();
        // Nobody acts on a tab that is hidden, and the browser runs its timers once a second.
        if (way === "tabs") await page.bringToFront();
        await write.do(page);
        expect(await rowsOf(beta.organizationId)).toEqual(before);
      });
    }

    expect(await rowsOf(owner.organizationId)).not.toEqual(own);
    const written = [...called.keys()].filter((name) => WRITES.includes(name)).sort();
    if (most === Infinity) expect(written).toEqual([...WRITES].sort());
    else expect(written).not.toEqual([]);
    for (const [name, organizations] of called) {
      expect([name, [...organizations]]).toEqual([name, [owner.organizationId]]);
    }
    // It shows what it showed, and refetches it.
    await other.getByLabel("Search resources").fill("third");
    await expect(other.getByRole("link", { name: "third", exact: true })).toBeVisible();
    await expect(
      other.getByRole("button", { name: `Organization ${beta.organizationName}, owner, switch` }),
    ).toBeVisible();
  });
}

test("what two tabs show of two organizations never mixes, neither after filtering nor by switching", async ({
  page,
  context,
  owner,
  platform,
}) => {
  const beta = await secondOrganizationOf(platform, owner);
  const [alphas, betas] = await Promise.all(
    [owner, beta].map(async (account) => new Api(await createTokenOf(platform, account))),
  );
  await alphas?.apply(config("of-alpha", { a: 1 }));
  await betas?.apply(config("of-beta", { a: 1 }));
  await page.goto(`/login?next=${encodeURIComponent(pageOf(owner, "/resources"))}`);
  await page.getByLabel("Email").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const alpha = page.getByRole("link", { name: "of-alpha", exact: true });
  await expect(alpha).toBeVisible();

  const other = await context.newPage();
  await other.goto(pageOf(beta, "/resources"));
  await expect(other.getByRole("link", { name: "of-beta", exact: true })).toBeVisible();
  await page.goto(pageOf(owner, "/resources?q=of-"));
  await expect(alpha).toBeVisible();
  await expect(page.getByRole("link", { name: "of-beta", exact: true })).toHaveCount(0);

  // By the links of the switcher, in one tab, and back.
  const switchTo = async (account: Account): Promise<void> => {
    await page.getByRole("button", { name: /^Organization / }).click();
    await page.getByRole("menuitem", { name: account.organizationName }).click();
    await expect(page).toHaveURL(pageOf(account));
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Resources" }).click();
    await expect(page).toHaveURL(pageOf(account, "/resources"));
  };
  await switchTo(beta);
  await expect(page.getByRole("link", { name: "of-beta", exact: true })).toBeVisible();
  await expect(alpha).toHaveCount(0);
  await alphas?.apply(config("of-alpha-later", { a: 1 }));
  await betas?.apply(config("of-beta-later", { a: 1 }));
  await expect(page.getByRole("link", { name: "of-beta-later", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /of-alpha/ })).toHaveCount(0);
  await switchTo(owner);
  await expect(page.getByRole("link", { name: "of-alpha-later", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /of-beta/ })).toHaveCount(0);
});

test("a user who leaves an organization is redirected to the other one, even on a slow connection", async ({
  page,
  owner,
  platform,
  complaints,
}) => {
  complaints.expect(/status of 40[134] .*\/api\/trpc\//);
  await createMemberAccount(platform, owner, "owner", "Heidi");
  await signIn(page, owner);
  const beta = await secondOrganizationOf(platform, owner);
  await page.goto(pageOf(owner, "/settings"));
  await page.route(/\/o$|organizations\.leave/, async (route) => {
    const response = route.request().method() === "POST" ? await route.fetch() : undefined;
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    await (response ? route.fulfill({ response }) : route.continue());
  });
  await page.getByRole("button", { name: "Leave organization" }).click();
  await confirm(page, "Leave organization");
  await expect(page).toHaveURL(pageOf(beta));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

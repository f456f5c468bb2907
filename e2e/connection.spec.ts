import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { createReplica, type Replica } from "./support/replica.ts";
import { signIn } from "./support/sign-in.ts";
import { test as base, expect } from "./support/test.ts";

const test = base.extend<{ replica: Replica }>({
  replica: async ({ stack }, provide) => {
    const replica = await createReplica(stack);
    await replica.program.start();
    await provide(replica);
    await replica.program.stop();
  },
});

test("says that the server is away for as long as it is, and recovers automatically", async ({
  page,
  owner,
  replica,
  complaints,
}) => {
  // A replica that comes up answers 503 until it can do more, whatever it is asked.
  complaints.expect(/net::ERR_/, /status of 503 .*\/api\/trpc\//);
  await signIn(page, owner, replica.webUrl);
  const banner = page.getByRole("alert").filter({ hasText: "The server cannot be reached" });
  const live = page.getByRole("status").filter({ hasText: "Live" });
  await expect(live).toBeVisible();
  await expect(banner).toBeHidden();

  await replica.program.kill();
  await expect(banner).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();

  await replica.program.start();
  await expect(banner).toBeHidden();
  await expect(live).toBeVisible();
});

test("a part of a page that was not loaded before the server went away is there once it is back", async ({
  page,
  owner,
  replica,
  complaints,
  api,
}) => {
  complaints.expect(/net::ERR_/, /status of 503 .*\/api\/trpc\//);
  await api.apply({ provider: "pragma", resource: "config", name: "first", config: { data: { a: 1 } } });
  await api.waitFor("pragma/config/first", "ready");
  await signIn(page, owner, replica.webUrl);
  await page.goto(`${replica.webUrl}${pageOf(owner, "/resources/view/pragma/config/first")}`);
  await expectLive(page);
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: "Delete…" })).toBeVisible();

  await replica.program.kill();
  await expect(page.getByRole("status").filter({ hasText: "Offline" })).toBeVisible();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  // Longer than the two tries of the loader itself.
  await page.waitForTimeout(3000);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/first/);
  await replica.program.start();
  await expect(page.getByRole("dialog").getByRole("heading").first()).toHaveText(/Delete/);
});

test("a part that an upgraded server no longer has says so, and a reload brings the page back", async ({
  page,
  owner,
  signedIn: _,
  complaints,
  api,
}) => {
  complaints.expect(/status of 404 .*\/_next\//, /ChunkLoadError/, /MIME type/);
  await api.apply({ provider: "pragma", resource: "config", name: "first", config: { data: { a: 1 } } });
  await page.goto(pageOf(owner, "/resources/view/pragma/config/first"));
  await expectLive(page);
  await page.route(/\/_next\/static\//, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByRole("heading", { name: "A part of this page could not be loaded" })).toBeVisible();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "Reload the page" }).click();
  await expect(page.getByRole("tab", { name: "History", selected: true })).toBeVisible();
  await expect(page.getByRole("tabpanel").getByText("Created").first()).toBeVisible();
});

test("a page follows what changes from the moment it was read, and is not read again for it", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const config = (a: number) => ({ provider: "pragma", resource: "config", name: "first", config: { data: { a } } });
  await api.apply(config(1));
  await api.waitFor("pragma/config/first", "ready");
  await page.goto(pageOf(owner));
  await expectLive(page);

  const connect = Promise.withResolvers<void>();
  await page.route(/\/api\/trpc\/live\.stream/, async (route) => {
    await connect.promise;
    await route.continue();
  });
  const calls: string[] = [];
  page.on("request", (request) => calls.push(new URL(request.url()).pathname));
  await page.goto(pageOf(owner, "/resources"));
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "first", exact: true }) });
  await expect(row).toContainText("ready");
  await api.apply({ ...config(2), lifecycle_state: "draft" });
  connect.resolve();
  await expect(row).toContainText("draft");
  await expectLive(page);
  expect(calls.filter((path) => path.includes("resources.list"))).toEqual([]);
});

test("who comes back to an organization sees what changed while they looked at another page", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const config = (name: string, data: Record<string, unknown>) => ({
    ...{ provider: "pragma", resource: "config", name },
    config: { data },
  });
  await api.apply(config("base", { list: [1] }));
  await api.waitFor("pragma/config/base", "ready");
  await page.goto(pageOf(owner, "/providers"));
  await expectLive(page);
  const failures = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Failures" });
  await expect(failures).toHaveText("Failures");
  // Without loading a document, so that what was read before is still known.
  await page.getByRole("button", { name: /^Account of / }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await expect(page).toHaveURL(/\/account/);
  await api.apply(config("broken", { a: "${pragma/config/base.outputs.none}" }));
  await api.waitFor("pragma/config/broken", "failed");
  await page.getByRole("link", { name: /^Back to / }).click();
  await expectLive(page);
  await expect(failures).toHaveText("Failures1");
});

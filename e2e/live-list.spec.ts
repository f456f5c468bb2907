import type { Locator, Page, Request } from "@playwright/test";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { refuse } from "./support/refusal.ts";
import { draft, names } from "./support/resource-list.ts";
import { seedGraph } from "./support/seed.ts";
import { letTabsBeHidden, setView } from "./support/tab-view.ts";
import { expect, test } from "./support/test.ts";

test("an answer that is older than a change is not seen, not for a frame", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const config = (name: string, a: number) => ({
    provider: "pragma",
    resource: "config",
    name,
    config: { data: { a } },
  });
  await api.apply(config("first", 1));
  await api.waitFor("pragma/config/first", "ready");
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "first", exact: true }) });
  await expect(row).toContainText("ready");

  const held = Promise.withResolvers<void>();
  let isAsked = false;
  await page.route(/\/api\/trpc\/[^?]*resources\.list/, async (route) => {
    const response = await route.fetch({ maxRetries: 3 });
    isAsked = true;
    await held.promise;
    await route.fulfill({ response });
  });
  // A read that was on its way may bring the first of them.
  let count = 0;
  await expect(async () => {
    await api.apply(config(`second-${++count}`, 1));
    await expect.poll(() => isAsked, { timeout: 5000 }).toBe(true);
  }).toPass();
  await api.apply({ ...config("first", 2), lifecycle_state: "draft" });
  await expect(row).toContainText("draft");
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = () => {
      const link = [...document.querySelectorAll("[data-row-link]")].find((one) => one.textContent === "first");
      seen.push(link?.closest("[role=row]")?.textContent?.match(/draft|ready/)?.[0] ?? "");
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  held.resolve();
  await expect(page.getByRole("link", { name: `second-${count}`, exact: true })).toBeVisible();
  await expect(row).toContainText("draft");
  const seen = await page.evaluate(() => Reflect.get(window, "seen") as string[]);
  expect(new Set(seen)).toEqual(new Set(["draft"]));
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a row that changed out of view says what it waits for once it is in view", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await seedGraph(owner.organizationId, 120);
  await api.apply(draft("zz", []));
  // Before the page: a new row at the top would have the others read again.
  const unreachable = { url: "http://127.0.0.1:9/", wait: 1 };
  await api.apply({ provider: "http", resource: "check", name: "site", config: unreachable });
  await api.waitFor("http/check/site", "failed");
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "zz", exact: true }) });
  await scrollTo(page, row, 120);
  await page.evaluate(() => window.scrollTo({ top: 0 }));
  await expect(row).toHaveCount(0);
  const data = { status: "${http/check/site.outputs.status}" };
  await api.apply({ provider: "pragma", resource: "config", name: "zz", config: { data } });
  await expect(page.getByLabel("State", { exact: true }).getByRole("option", { name: "pending (1)" })).toBeAttached();
  await scrollTo(page, row, 120);
  await expect(row).toContainText("http/check/site");
});

test("a list by tag shows what matches after a change, among many that do not", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(draft("alpha", ["shop"]));
  await api.apply(draft("beta", []));
  await page.goto(pageOf(owner, "/resources?tags=shop"));
  await expectLive(page);
  await expect.poll(() => names(page)).toEqual(["alpha"]);
  const pending = { lifecycle_state: "pending" as const };
  await api.apply({ ...draft("beta", ["old"]), ...pending });
  await api.waitFor("pragma/config/beta", "ready");
  // Their keys do not fit into one address.
  await Promise.all(
    Array.from({ length: 150 }, (_, n) => api.apply(draft(`a-${"long-".repeat(8)}name-${n}`, ["old"]))),
  );
  await api.apply(draft("gamma", ["shop"]));
  await expect.poll(() => names(page)).toEqual(["alpha", "gamma"]);
  await api.apply({ ...draft("beta", ["shop"]), ...pending, config: { data: { a: 1 } } });
  await expect.poll(() => names(page)).toEqual(["alpha", "beta", "gamma"]);
});

test("a list by tag shows what matches although the first read of its row fails", async ({
  page,
  owner,
  api,
  signedIn: _,
  complaints,
}) => {
  complaints.expect(/Failed to load resource/);
  await page.goto(pageOf(owner, "/resources?tags=shop"));
  await expectLive(page);
  let failed = 0;
  await page.route(/\/api\/trpc\/[^?]*resources\.rows/, (route) => {
    failed++;
    return failed === 1 ? route.fulfill({ status: 503, body: "" }) : route.continue();
  });
  await api.apply(draft("alpha", ["shop"]));
  await expect.poll(() => names(page)).toEqual(["alpha"]);
  expect(failed).toBeGreaterThan(1);
});

test("new rows at the top let go of none that are selected", async ({ page, owner, api, signedIn: _ }) => {
  await seedGraph(owner.organizationId, 1500);
  const reading = countReads(page);
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "item-000700", exact: true }) });
  await scrollTo(page, row, 700);
  await page.evaluate(() => window.scrollTo({ top: 0 }));
  await expect(row).not.toBeInViewport();
  await expect.poll(reading).toBe(0);
  // Rows that have just been read may still be on their way to the screen.
  const all = page.getByRole("checkbox", { name: "Select all loaded rows" });
  await expect(async () => await all.check({ timeout: 2000 })).toPass();
  const selected = page.getByRole("region", { name: "Selected resources" }).getByText(/^[\d,]+ selected/);
  const before = await selected.textContent();
  await api.apply(draft("aa", []));
  await expect(page.getByRole("link", { name: "aa", exact: true })).toBeVisible();
  await expect(selected).toHaveText(before ?? "");
  await scrollTo(page, row, 700);
  await expect(row.getByRole("checkbox")).toBeChecked();
});

test("new rows at the top let go of no selected one while the last of those moves", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  // The one that changed first is the last, and all of them are three pages.
  await api.apply(draft("last", []));
  await api.apply(draft("last-but-one", []));
  await seedGraph(owner.organizationId, 448);
  const reading = countReads(page);
  await page.goto(pageOf(owner, "/resources?sort=-updated"));
  await expectLive(page);
  await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", "451");
  await expect.poll(reading).toBe(0);
  const all = page.getByRole("checkbox", { name: "Select all loaded rows" });
  await expect(async () => await all.check({ timeout: 2000 })).toPass();
  const selected = page.getByRole("region", { name: "Selected resources" }).getByText(/^[\d,]+ selected/);
  await expect(selected).toHaveText("450 selected");
  // Both are shown by the same read, which has no place for the last but one in three pages.
  await Promise.all([api.apply({ ...draft("last", []), config: { data: { a: 1 } } }), api.apply(draft("new", []))]);
  await expect(page.getByRole("link", { name: "new", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "last", exact: true })).toBeVisible();
  await expect(selected).toHaveText("450 selected");
});

test("what a list has still to show is there after a read that was refused", async ({
  page,
  owner,
  api,
  signedIn: _,
  complaints,
}) => {
  complaints.expect(/status of 429/);
  const moves = (a: number) => ({ provider: "pragma", resource: "config", name: "moves", config: { data: { a } } });
  await api.apply(moves(1));
  await api.waitFor("pragma/config/moves", "ready");
  await seedGraph(owner.organizationId, 40);
  const held = Promise.withResolvers<void>();
  let asked = 0;
  // A position that nobody knows: the page is told to read everything again.
  await page.route(/\/api\/trpc\/live\.stream/, async (route) => {
    await route.continue({
      url: route
        .request()
        .url()
        .replace(/(?<=lastEventId%22%3A%22)[^%]*/, "0"),
    });
  });
  await page.route(/\/api\/trpc\/[^?]*resources\.list/, async (route) => {
    asked++;
    await held.promise;
    await refuse(route, "resources.list");
  });
  await page.goto(pageOf(owner, "/resources?sort=-updated"));
  await expectLive(page);
  await expect.poll(() => asked).toBeGreaterThan(0);
  // At the top, the list would be read again for what is new.
  await page.evaluate(() => window.scrollTo({ top: 200 }));
  await api.apply(moves(2));
  const show = page.getByRole("button", { name: "1 change — show" });
  await expect(show).toBeVisible();
  const answer = page.waitForResponse(/resources\.list/);
  held.resolve();
  expect((await answer).status()).toBe(429);
  await page.waitForTimeout(1000);
  await expect(show).toBeVisible();

  await page.unrouteAll({ behavior: "ignoreErrors" });
  await show.click();
  await expect.poll(async () => (await names(page))[0]).toBe("moves");
  await expect(show).toHaveCount(0);
});

test("a tab that is hidden reads nothing, and shows what has changed once it is in view", async ({
  page,
  context,
  owner,
  api,
  signedIn: _,
}) => {
  await letTabsBeHidden(context);
  await api.apply(draft("alpha", []));
  await page.goto(pageOf(owner, "/resources"));
  await expectLive(page);
  await setView(page, "hidden");
  let asked = 0;
  page.on("request", (request) => {
    if (/resources\.(list|rows)/.test(request.url())) asked++;
  });
  const other = await context.newPage();
  await other.goto(pageOf(owner, "/resources"));
  await expectLive(other);
  await api.apply({ ...draft("alpha", ["new"]), config: { data: { a: 1 } } });
  await api.apply(draft("beta", []));
  await expect.poll(() => names(other)).toEqual(["alpha", "beta"]);
  await expect(other.getByRole("row").filter({ hasText: "alpha" })).toContainText("new");
  expect([asked, await names(page)]).toEqual([0, ["alpha"]]);
  await setView(page, "visible");
  await expect.poll(() => names(page)).toEqual(["alpha", "beta"]);
  await expect(page.getByRole("row").filter({ hasText: "alpha" })).toContainText("new");
  expect(asked).toBeGreaterThan(0);
});

/** How many reads of the list are on their way. */
function countReads(page: Page): () => number {
  const reads = new Set<Request>();
  page.on("request", (request) => {
    if (request.url().includes("resources.list")) reads.add(request);
  });
  page.on("requestfinished", (request) => reads.delete(request));
  page.on("requestfailed", (request) => reads.delete(request));
  return () => reads.size;
}

/** Scrolls to the place of a row, past pages that are read on the way, until it is there. */
async function scrollTo(page: Page, row: Locator, index: number): Promise<void> {
  await expect(async () => {
    await page.evaluate((rows) => {
      const height = document.querySelector("[data-row]")?.getBoundingClientRect().height ?? 0;
      window.scrollTo({ top: rows * height });
    }, index);
    await expect(row).toBeInViewport({ timeout: 500 });
  }).toPass();
}

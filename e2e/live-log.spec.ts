import type { Locator } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { applyAll } from "./support/changes.ts";
import { deployProvider } from "./support/deploy-provider.ts";
import { expectState } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { packSlow } from "./support/provider-archive.ts";
import { test as base, expect } from "./support/test.ts";

/** With the provider `slow`. */
const test = base.extend({
  api: async ({ api }, provide) => {
    await deployProvider(api, "slow", packSlow());
    await provide(api);
  },
});

const job = (name: string) => ({ provider: "slow", resource: "job", name, config: { password: "open sesame" } });

/** Waits until a further line has arrived. */
async function expectMore(log: Locator): Promise<void> {
  const lines = log.locator("time");
  const before = await lines.count();
  await expect.poll(() => lines.count()).toBeGreaterThan(before);
}

const belowTheView = (log: Locator) =>
  log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);

test("a resource that is being worked on shows the log of that attempt as it is written", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply(job("one"));
  await page.goto(pageOf(owner, "/resources/view/slow/job/one"));
  const log = page.getByRole("log", { name: "Log of attempt 2" });

  await test.step("its own lines, without secrets", async () => {
    await expect(log).toContainText("step 1 of attempt 2, as ********");
    await expect(log).not.toContainText("gives up");
    await expect(log).not.toContainText("open sesame");
  });

  await test.step("further lines move nothing, and the end is in view", async () => {
    const place = await log.boundingBox();
    await expectMore(log);
    await expect.poll(() => log.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).not.toBe(0);
    await expectMore(log);
    await expect.poll(() => belowTheView(log)).toBeLessThan(2);
    expect(await log.boundingBox()).toEqual(place);
  });

  await test.step("who scrolls up stays there", async () => {
    await log.evaluate((element) => element.scrollTo(0, 0));
    const follow = page.getByRole("button", { name: "Follow the end" });
    await expect(follow).toBeVisible();
    await expectMore(log);
    expect(await log.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    await expectAccessible(page);
    await follow.press("Enter");
    await expect(follow).toHaveCount(0);
    await expect.poll(() => belowTheView(log)).toBeLessThan(2);
  });

  await test.step("and the whole log is one click away", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScrolling(page);
    await page.getByRole("link", { name: "Whole log" }).press("Enter");
    await expect(page.getByRole("log", { name: "Log lines" })).toContainText("the first attempt gives up");
    await expect(log).toHaveCount(0);
    await page.goBack();
    await expect(log).toBeVisible();
  });

  await test.step("it goes with its attempt, which the history keeps", async () => {
    await page.getByRole("button", { name: "Cancel", exact: true }).press("Enter");
    await expectState(page, "failed");
    await expect(log).toHaveCount(0);
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByRole("button", { name: "Log of attempt 1" }).press("Enter");
    await expect(page.getByRole("log", { name: "Log of attempt 1" })).toContainText("the first attempt gives up");
    await expect(page.getByRole("log", { name: "Log of attempt 1" })).not.toContainText("step");
  });
});

test("the run of a change shows the log of one action at a time", async ({ page, owner, api, signedIn: _ }) => {
  await applyAll(api, [
    job("one"),
    job("two"),
    { provider: "pragma", resource: "config", name: "own", config: { data: {} } },
  ]);
  await page.goto(pageOf(owner, "/changes"));
  await page.getByRole("link", { name: "Create 3" }).first().press("Enter");
  const log = page.getByRole("log", { name: /^Log of attempt/ });
  const one = page.getByRole("button", { name: "Log of slow/job/one" });
  await one.press("Enter");
  await expect(log).toContainText("step 1 of attempt 2, as ********");
  await expectMore(log);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Log of slow/job/two" }).press("Enter");
  await expect(one).toHaveAttribute("aria-expanded", "false");
  await expect(log).toHaveCount(1);
  await expect(log).toContainText("step 1 of attempt 2");
  // The platform's own types have no provider that could log.
  await expect(page.getByRole("button", { name: /^Log of/ })).toHaveCount(2);
  for (const name of ["one", "two"]) await api.post(`/resources/resource:slow_job_${name}/cancel`, {});
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("failed");
});

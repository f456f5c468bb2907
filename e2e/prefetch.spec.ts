import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expect, test } from "./support/test.ts";

test("the menu prefetches each of its pages once, wherever its links lead", async ({ page, signedIn: _, owner }) => {
  // Signing in led to a page, which prefetches for itself.
  await page.goto("about:blank");
  const prefetched = new Map<string, number>();
  page.on("request", (request) => {
    const headers = request.headers();
    if (headers["next-router-prefetch"] === undefined) return;
    const { pathname, searchParams } = new URL(request.url());
    searchParams.delete("_rsc");
    const what = [pathname, searchParams, headers["next-router-segment-prefetch"]].join(" ");
    prefetched.set(what, (prefetched.get(what) ?? 0) + 1);
  });
  const menu = page.getByRole("navigation", { name: "Main" });
  await page.goto(pageOf(owner));
  await expectLive(page);
  await expect.poll(() => [...prefetched.keys()].join("\n")).toContain(`${pageOf(owner, "/audit")} `);
  for (const name of ["Resources", "Changes", "Failures", "Audit", "Settings", "Resources", "Changes", "Overview"]) {
    await menu.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await page.waitForLoadState("networkidle").catch(() => {});
  }
  expect(Object.fromEntries([...prefetched].filter(([, times]) => times > 1))).toEqual({});
});

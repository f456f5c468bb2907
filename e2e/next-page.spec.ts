import type { Page, Request } from "@playwright/test";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { refuseEach } from "./support/refusal.ts";
import { seedGraph } from "./support/seed.ts";
import { expect, test } from "./support/test.ts";

const LIST = /\/api\/trpc\/[^?]*resources\.list/;

/** Waits until the page does not ask any more. */
async function expectQuiet(page: Page, asked: () => number): Promise<void> {
  await expect(async () => {
    const before = asked();
    await page.waitForTimeout(2000);
    expect(asked()).toBe(before);
  }).toPass();
}

/** Whether a page is asked for that is not the first. */
const isNextPage = (request: Request) => /"cursor":["{0-9]/.test(decodeURIComponent(request.url()));

for (const [name, path, lines] of [
  ["a list", "/resources", 300],
  // Two headers, and all but the three that have failed.
  ["a group", "/resources?group=state&open=ready", 299],
] as const) {
  test(`the next page of ${name} that is refused is asked for again when the user says so`, async ({
    page,
    owner,
    signedIn: _,
    complaints,
  }) => {
    complaints.expect(/status of 429/);
    await seedGraph(owner.organizationId, 300);
    const refused = await refuseEach(page, LIST, "resources.list", isNextPage);
    await page.goto(pageOf(owner, path));
    await expectLive(page);
    const alert = page.getByRole("alert").filter({ hasText: "More resources could not be loaded." });
    await expect(async () => {
      await page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight }));
      await expect(alert).toBeInViewport({ timeout: 500 });
    }).toPass();
    // A read of the whole list, because something changed, may be followed by another attempt.
    await expectQuiet(page, refused);
    expect(refused()).toBeGreaterThan(0);

    // It is refused again, and says so again.
    const before = refused();
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect.poll(refused).toBe(before + 1);
    await expect(alert).toBeVisible();

    await page.unrouteAll({ behavior: "wait" });
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toHaveCount(0);
    await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", `${lines + 1}`);
  });
}

test("a group whose rows are refused is asked for again from where the focus stays", async ({
  page,
  owner,
  signedIn: _,
  complaints,
}) => {
  complaints.expect(/status of 429/);
  await seedGraph(owner.organizationId, 40);
  await page.goto(pageOf(owner, "/resources?group=state"));
  await expectLive(page);
  const refused = await refuseEach(page, LIST, "resources.list");
  await page.getByRole("button", { name: /^ready/ }).click();
  const alert = page.getByRole("alert").filter({ hasText: "These resources could not be loaded." });
  const again = page.getByRole("button", { name: "Try again" });
  await expect(alert).toBeVisible();
  await expectQuiet(page, refused);
  const before = refused();
  await again.press("Enter");
  await expect.poll(refused).toBe(before + 1);
  await expect(alert).toBeVisible();
  await expect(again).toBeFocused();
  await page.unrouteAll({ behavior: "wait" });
  await again.press("Enter");
  await expect(again).toHaveCount(0);
  await expect(page.getByRole("link", { name: "item-0", exact: false }).first()).toBeVisible();
});

test("the next page of a change's actions that is refused is asked for again when the user says so", async ({
  page,
  owner,
  api,
  signedIn: _,
  complaints,
}) => {
  complaints.expect(/status of 429/);
  const documents = Array.from({ length: 120 }, (_, index) => ({
    ...{ provider: "pragma", resource: "config", name: `item-${index}` },
    config: { data: {} },
  }));
  const { id } = (await (await api.post("/changes", { documents })).json()) as { id: string };
  const actions = /\/api\/trpc\/[^?]*changes\.actions/;
  const refused = await refuseEach(page, actions, "changes.actions", isNextPage);
  await page.goto(pageOf(owner, `/changes/${id}`));
  await expectLive(page);
  const more = page.getByRole("button", { name: "Show more" });
  await more.scrollIntoViewIfNeeded();
  await expect(page.getByRole("alert").filter({ hasText: "Rate limit exceeded" })).toBeVisible();
  // A read of the whole list, because the change has progressed, may be followed by another attempt.
  await expectQuiet(page, refused);
  expect(refused()).toBeGreaterThan(0);
  await page.unrouteAll({ behavior: "wait" });
  await more.click();
  await expect(page.getByRole("link", { name: /^pragma\/config\/item-/ })).toHaveCount(120);
});

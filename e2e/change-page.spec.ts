import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScrolling, expectSettled } from "./support/accessibility.ts";
import type { Api } from "./support/api.ts";
import { pageOf } from "./support/page-of.ts";
import { OUTPUT } from "./support/paths.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";

const FOLDER = join(OUTPUT, "change-page");

const outcome = (page: Page) => page.getByRole("status", { name: "Outcome" });
const expectStatus = (page: Page, name: string) =>
  expect(page.getByRole("status", { name: "Status" })).toHaveText(name);

/** Thirty pictures take a minute, so they are taken where somebody asks for them. */
const TAKES_PICTURES = process.env["PRAGMA_PICTURES"] === "1";

/** With its pictures, light and dark, on a desk and on a phone. */
async function lookAt(page: Page, name: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectSettled(page);
    await expectNoSidewaysScrolling(page);
    for (const colorScheme of TAKES_PICTURES ? (["dark", "light"] as const) : []) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  await expectAccessible(page);
}

const named = (name: string, index: number): string => `${name}-${String(index).padStart(2, "0")}`;
const config = (name: string, data: Record<string, unknown>) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at + 1));

/** 12 services, 4 checks of which one address is down, and 24 pages that use what the checks found. */
function documents(image: string, urls: { up: string; down: string }) {
  return [
    ...times(12, (index) => config(named("service", index), { image, name: `service ${index}` })),
    ...times(4, (index) => ({
      ...{ provider: "http", resource: "check", name: named("check", index) },
      config: { url: index === 2 ? urls.down : urls.up, wait: 1 },
    })),
    ...times(24, (index) =>
      config(named("page", index), { status: `\${http/check/${named("check", (index % 4) + 1)}.outputs.status}` }),
    ),
  ];
}

async function change(api: Api, message: string, some: readonly object[]): Promise<string> {
  const source = {
    ...{ kind: "git", ref: "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678" },
    url: "https://code.example/shop/commit/a1b2c3",
  };
  const answer = await api.post("/changes", { documents: some, message, source, apply: true });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test("a change of 40 tells its story: it fails in part, is retried, stopped, and reverted", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  const up = await createSwitchableServer();
  await up.start();
  const down = await createSwitchableServer();
  const urls = { up: up.url, down: down.url };

  await test.step("what failed, and what waits for it, is said once", async () => {
    const id = await change(api, "Shop 1.4.3", documents("1.4.3", urls));
    await page.goto(pageOf(owner, `/changes/${id}`));
    await expectStatus(page, "failed");
    await expect(outcome(page)).toHaveText("33 created, 1 failed, 6 blocked");
    await expect(page.getByText("6 resources wait for http/check/check-02, which has failed.")).toHaveCount(1);
    await expect(page.getByRole("region", { name: "Timeline" })).toContainText("34 of 40 actions in");
    await lookAt(page, "failed");
  });

  await test.step("all that failed is retried from the page, and what waited goes on", async () => {
    await down.start();
    await page.getByRole("button", { name: "Retry what failed" }).click();
    await expectStatus(page, "succeeded");
    await expect(outcome(page)).toHaveText("40 created");
    await lookAt(page, "retried");
  });

  await test.step("the same difference of many is one row", async () => {
    const id = await change(api, "Shop 1.5.0", documents("1.5.0", urls));
    await page.goto(pageOf(owner, `/changes/${id}`));
    await expectStatus(page, "succeeded");
    const row = page.getByRole("listitem").filter({ hasText: "12 × pragma/config" });
    await expect(row.first()).toContainText("data.image1.4.31.5.0");
    const each = row.getByRole("button", { name: "Each of 12 × pragma/config" });
    // Rows that are put together are a row for the keyboard, too.
    await expect(async () => {
      await page.keyboard.press("j");
      await expect(each).toBeFocused({ timeout: 200 });
    }).toPass();
    await each.click();
    await expect(row.getByRole("link", { name: "pragma/config/service-12" })).toBeVisible();
    await lookAt(page, "updated");
  });

  await test.step("one that waits is stopped, and what had not begun says so", async () => {
    const waits = times(3, (index) =>
      config(named("waits", index), { value: "${pragma/config/absent.outputs.value}" }),
    );
    const id = await change(api, "Uses what is absent", [config("begins", { a: 1 }), ...waits]);
    await page.goto(pageOf(owner, `/changes/${id}`));
    await expect(outcome(page)).toHaveText("1 created, 3 blocked");
    await expect(page.getByText("3 resources wait for pragma/config/absent, which does not exist.")).toHaveCount(1);
    await lookAt(page, "waiting");
    await page.getByRole("button", { name: "Stop…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop the change" }).click();
    await expectStatus(page, "failed");
    await expect(outcome(page)).toHaveText("1 created, 3 not begun");
    await expect(page.getByText("Stopped by")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Retry/ })).toHaveCount(0);
    await lookAt(page, "stopped");
  });

  await test.step("it is reverted, and each names the other", async () => {
    const list = pageOf(owner, "/changes");
    await page.goto(list);
    await page.getByRole("link", { name: "Shop 1.5.0" }).click();
    await page.getByRole("button", { name: "Revert…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save as plan" }).click();
    await expect(page.getByRole("heading", { level: 1, name: 'Revert "Shop 1.5.0"' })).toBeVisible();
    await lookAt(page, "revert-planned");
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await expectStatus(page, "succeeded");
    await expect(outcome(page)).toHaveText("12 updated");
    await page.getByRole("button", { name: "Show graph" }).click();
    await lookAt(page, "reverted");
    await page.goto(list);
    await expect(page.getByRole("row", { name: /Shop 1.5.0/ })).toHaveCount(2);
    await lookAt(page, "list");
  });
  await up.close();
  await down.close();
});

test("open plans have a tab with their number, and changes are found by who made them", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  await api.post("/changes", { documents: [config("planned", { a: 1 })], message: "Waits for somebody" });
  const id = await change(api, "Applied", [config("applied", { a: 1 })]);
  await page.goto(pageOf(owner, "/changes"));
  await expect(page.getByRole("row", { name: /Applied/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Waits for somebody/ })).toHaveCount(0);
  await page.getByRole("tab", { name: "Open plans 1" }).click();
  await expect(page.getByRole("row", { name: /Waits for somebody/ })).toBeVisible();
  await page.getByRole("tab", { name: "All" }).click();
  await expect(page.getByRole("row", { name: /Waits for somebody|Applied/ })).toHaveCount(2);
  await page.getByLabel("By", { exact: true }).selectOption({ index: 1 });
  await expect(page.getByRole("row", { name: /Waits for somebody|Applied/ })).toHaveCount(2);
  await page.goto(pageOf(owner, "/changes?by=nobody"));
  await expect(page.getByText("No changes match")).toBeVisible();
  await page.goto(pageOf(owner, `/changes/${id}`));
  await expect(page.getByRole("region", { name: "Summary" })).toContainText(` via the token `);
});

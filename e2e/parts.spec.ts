import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { createReplica } from "./support/replica.ts";
import { expect, test } from "./support/test.ts";

const PARTS = "/dev/parts";

test("the page of parts does not exist in what ships", async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  expect((await page.goto(PARTS))?.status()).toBe(404);
});

test("in development it shows all parts, in both themes and on a phone", { tag: "@thorough" }, async ({
  page,
  stack,
}) => {
  const development = await createReplica(stack, async () => ({ NODE_ENV: "development" }));
  await development.program.start();
  // Pages are compiled when they are first asked for.
  await page.goto(`${development.webUrl}${PARTS}`, { timeout: 600_000 });
  await expect(page.getByRole("heading", { level: 1, name: "Parts" })).toBeVisible();
  await expect(page.getByText(/running for 1 min/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Dialogs and messages" }).first().press("Enter");
  await expect(page).toHaveURL(/#overlays$/);
  await page.getByRole("button", { name: "Refused" }).press("Enter");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("is protected");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Success" }).press("Enter");
  await expect(page.getByText("Resource deleted")).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await page.goto("about:blank");
  await development.program.stop();
});

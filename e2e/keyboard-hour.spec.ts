import { expectState } from "./support/editor.ts";
import { enter, jump, tabTo } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";

test("the first hour without a mouse: from an empty organization through a failure and out of it", {
  tag: "@thorough",
}, async ({ page, signedIn: _, owner }) => {
  // Failing resources are tried five times, for two seconds each.
  test.slow();
  const server = await createSwitchableServer();
  const navigation = page.getByRole("navigation", { name: "Main" });
  const attention = page.getByRole("region", { name: "Needs attention" });

  await test.step("the example is applied by its button, and succeeds", async () => {
    await page.goto(pageOf(owner));
    await expectLive(page);
    await expect(page.getByText("0 of 5 done")).toBeVisible();
    await expect(attention).toHaveCount(0);
    await enter(page.getByRole("button", { name: "Apply the example" }));
    await expect(page).toHaveURL(/\/changes\/[\w-]{36}$/);
    await expect(page.getByRole("heading", { level: 1, name: "The example" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Actions" })).toContainText("pragma/file/example-welcome");
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
  });

  await test.step("a check of what is down is filled in as a form, reviewed and applied, and fails", async () => {
    await jump(page, "new http check", "New http/check");
    await expect(page).toHaveURL(/\/resources\/new\?type=http\/check$/);
    // Typing goes on where the jump has led.
    await expect(page.getByLabel("Name", { exact: true }).first()).toBeFocused();
    await page.keyboard.type("site");
    await tabTo(page.getByLabel("url", { exact: true }));
    await page.keyboard.type(server.url);
    await enter(page.getByRole("button", { name: "Add field", exact: true }));
    await expect(page.getByLabel("Find a field")).toBeFocused();
    await page.keyboard.type("wait");
    await page.keyboard.press("Enter");
    await expect(page.getByLabel("wait", { exact: true })).toBeFocused();
    await page.keyboard.type("1");
    await enter(page.getByRole("button", { name: "Review changes" }));
    await expect(page.getByRole("heading", { name: "Review" })).toBeFocused();
    await expect(page.getByRole("list", { name: "Counts" })).toHaveText(/1 to create/);
    const apply = page.getByRole("button", { name: "Apply", exact: true });
    await expect(apply).toBeEnabled();
    await enter(apply);
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/http/check/site"));
    await expectState(page, "failed");
    await expect(navigation.getByRole("link", { name: "Failures 1" })).toBeVisible();
  });

  await test.step("the overview says so, and leads to the failure", async () => {
    await jump(page, "overv", "Overview");
    await expect(page).toHaveURL(pageOf(owner));
    const failure = attention.getByRole("link", { name: /^1 failed/ });
    await expect(failure).toContainText(server.url);
    await enter(failure);
    await expect(page).toHaveURL(/\/failures\?kind=/);
    const row = page.getByRole("rowheader", { name: "http/check/site" }).getByRole("link");
    await expect(row).toBeVisible();
    // The list listens to keys a moment after it is shown.
    await expect(async () => {
      await page.keyboard.press("j");
      await expect(row).toBeFocused({ timeout: 1000 });
    }).toPass();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "site" })).toBeVisible();
  });

  await test.step("its page says why, and a retry succeeds once that is fixed", async () => {
    const reason = page.getByRole("region", { name: /^Failed/ });
    await expect(reason).toContainText(server.url);
    await expect(reason).toContainText("fix it there and retry");
    await server.start();
    await enter(page.getByRole("button", { name: "Retry", exact: true }));
    await expectState(page, "ready");
    await expect(page.getByText(/^Ready for/)).toBeVisible();
    await expect(reason).toHaveCount(0);
    await expect(navigation.getByRole("link", { name: "Failures", exact: true })).toBeVisible();
  });

  await test.step("nothing is left to do", async () => {
    await jump(page, "overv", "Overview");
    await expect(page).toHaveURL(pageOf(owner));
    await expect(attention).toBeVisible();
    await expect(attention.getByRole("link", { name: /failed/ })).toHaveCount(0);
  });
  await server.close();
});

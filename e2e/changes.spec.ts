import type { Page } from "@playwright/test";
import { expectAccessible, expectFits, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { createMemberAccount } from "./support/accounts.ts";
import { writeYaml } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { signIn, submitSignIn } from "./support/sign-in.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

const RUN = /\/changes\/[0-9a-f-]{36}/;

const status = (page: Page) => page.getByRole("status", { name: "Status" });
const expectStatus = (page: Page, name: string) => expect(status(page)).toHaveText(name);

async function lookAtIt(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page);
  await page.setViewportSize({ width: 1280, height: 800 });
}

const config = (name: string, data: Record<string, unknown> = { a: 1 }) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});

test("two documents: one is fixed where the plan points, a failure is retried in place, all of it is reverted", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  const server = await createSwitchableServer();
  const documents =
    "provider: pragma\nresource: config\nname: base\nconfig:\n  data:\n    size: 1\n---\n" +
    `provider: http\nresource: check\nname: site\nconfig:\n  url: ${server.url}\n  wait: long\n`;

  await test.step("documents are pasted, and the plan says at which line one is wrong", async () => {
    await page.goto(pageOf(owner));
    await page.getByRole("link", { name: "Changes" }).click();
    await page.getByRole("link", { name: "New change" }).first().click();
    await writeYaml(page, documents);
    await page.getByLabel("Message").fill("Two of them");
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await expect(page.getByRole("list", { name: "Counts" })).toContainText("1 refused");
    await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeDisabled();
    await lookAtIt(page);
    expect(await (await api.get("/changes")).json()).toEqual([]);
  });

  await test.step("it is fixed there, by the keyboard, and planned again", async () => {
    const fault = page.getByRole("button", { name: /^Line 13: / });
    await fault.focus();
    await page.keyboard.press("Enter");
    // The cursor is at the value.
    await page.keyboard.press("Shift+End");
    await page.keyboard.insertText("1");
    await expect(page.getByText("The documents have changed since this plan")).toBeVisible();
    await page.getByRole("button", { name: "Plan again" }).click();
    await expect(page.getByRole("list", { name: "Counts" })).toContainText("2 to create");
    await expect(page.getByRole("button", { name: /^Line / })).toHaveCount(0);
  });

  await test.step("it is applied, and what fails shows its error in place", async () => {
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await expect(page).toHaveURL(RUN);
    await expect(page.getByRole("heading", { level: 1, name: "Two of them" })).toBeVisible();
    await expectStatus(page, "failed");
    await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("1 created, 1 failed");
    await expect(page.getByRole("listitem").filter({ hasText: "http/check/site" })).toContainText(/refused|connect/i);
    await expectWellBehaved(page, async () => {
      await page.reload();
      await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("1 created, 1 failed");
    });
  });

  await test.step("once its cause is gone, it is retried there, and ends well without a reload", async () => {
    await server.start();
    await page.getByRole("button", { name: "Retry http/check/site" }).click();
    await expectStatus(page, "succeeded");
    await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("2 created");
  });

  await test.step("it is reverted by a plan of its own", async () => {
    const applied = page.url();
    await page.getByRole("button", { name: "Revert…" }).click();
    const dialog = page.getByRole("dialog", { name: "Revert this change?" });
    await expect(dialog.getByRole("list", { name: "Counts" })).toContainText("2 to delete");
    await dialog.getByRole("button", { name: "Save as plan" }).click();
    await expect(page.getByRole("heading", { level: 1, name: 'Revert "Two of them"' })).toBeVisible();
    await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("2 to delete");
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await expectStatus(page, "succeeded");
    await expect(page.getByRole("status", { name: "Outcome" })).toHaveText("2 deleted");
    await page.getByRole("link", { name: "Two of them", exact: true }).click();
    await expect(page).toHaveURL(applied);
    await expect(page.getByRole("link", { name: 'Revert "Two of them"' })).toBeVisible();
  });

  await test.step("the list has them, by the filters in its address", async () => {
    await page.goto(pageOf(owner, "/changes?status=succeeded"));
    await expect(page.getByRole("row", { name: /Two of them/ })).toHaveCount(2);
    await expectFits(page);
    await page.getByLabel("Status").selectOption("applying");
    await expect(page.getByText("No changes match")).toBeVisible();
    await expect(page).toHaveURL(/status=applying/);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page.getByRole("row", { name: /Two of them/ })).toHaveCount(2);
    await lookAtIt(page);
  });
  await server.close();
});

test("drafts are applied as one, from the list of resources", async ({ page, signedIn: _, owner, api }) => {
  await api.apply({ ...config("first"), lifecycle_state: "draft" });
  await api.apply({ ...config("second", { a: "${pragma/config/first.outputs.a}" }), lifecycle_state: "draft" });
  await page.goto(pageOf(owner, "/resources?state=draft"));
  for (const name of ["first", "second"]) await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("button", { name: "Apply 2 drafts…" }).click();
  const dialog = page.getByRole("dialog", { name: "Apply 2 drafts" });
  await expect(dialog.getByText("pragma/config/second").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(page).toHaveURL(RUN);
  await expectStatus(page, "succeeded");
  await expect(page.getByRole("heading", { level: 1, name: "Apply 2 drafts" })).toBeVisible();
});

test("documents that were typed are not lost by Back, nor by signing out", async ({ page, signedIn: _, owner }) => {
  await page.goto(pageOf(owner, "/changes"));
  await page.getByRole("link", { name: "New change" }).first().click();
  const text = page.locator(".cm-content");
  await text.click();
  await page.keyboard.type("kind: pragma/config");
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await page.goBack();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(text).toContainText("kind: pragma/config");
  await page.getByRole("button", { name: `Account of ${owner.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(text).toContainText("kind: pragma/config");
  await page.getByRole("button", { name: `Account of ${owner.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL("/login");
});

test("a plan that comes late leaves who has gone elsewhere where they are", async ({
  page,
  signedIn: _,
  owner,
  api,
}) => {
  for (const size of [1, 2]) {
    await api.apply({ provider: "pragma", resource: "config", name: "one", config: { data: { size } } });
    await api.waitFor("pragma/config/one", "ready");
  }
  await page.goto(pageOf(owner, "/resources/view/pragma/config/one"));
  await page.getByRole("tab", { name: "History" }).click();
  const answered = Promise.withResolvers<void>();
  await page.route(/changes\.rollBack/, async (route) => {
    const response = await route.fetch();
    await answered.promise;
    await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Roll back to generation 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save as plan" }).click();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 2, name: "Outputs" })).toBeVisible();
  answered.resolve();
  await page.getByRole("button", { name: "View plan" }).click();
  await expect(page).toHaveURL(/\/changes\/[0-9a-f-]+$/);
});

test("a change that waits is followed, not asked for again and again", async ({ page, signedIn: _, owner, api }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/changes\.(get|list|actions)/.test(request.url())) asked.push(request.url());
  });
  const documents = [config("waits", { a: "${pragma/config/later.outputs.a}" })];
  const answer = await api.post("/changes", { documents, message: "Waits", apply: true });
  const { id } = (await answer.json()) as { id: string };

  /** Five seconds go by without a question: the stream begins with what is open, which the page reads once more before that. */
  const becomesQuiet = (): Promise<void> =>
    expect
      .poll(async () => {
        asked.length = 0;
        await page.waitForTimeout(5000);
        return asked;
      })
      .toEqual([]);
  await page.goto(pageOf(owner, "/changes?view=all"));
  await expect(page.getByRole("row", { name: /Waits/ })).toContainText("applying");
  await becomesQuiet();
  await api.post("/changes", { documents: [config("other")], message: "Planned meanwhile" });
  await expect(page.getByRole("row", { name: /Planned meanwhile/ })).toBeVisible();

  await page.goto(pageOf(owner, `/changes/${id}`));
  await expectStatus(page, "applying");
  await becomesQuiet();
  await api.apply(config("later"));
  await expectStatus(page, "succeeded");
});

test("a viewer sees a plan with its pull request, reads its many actions by page, and can change nothing", async ({
  page,
  platform,
  owner,
  api,
}) => {
  const documents = Array.from({ length: 120 }, (_, index) => config(`item-${String(index).padStart(3, "0")}`));
  const url = "https://code.example/shop/pull/7";
  const source = { kind: "git", ref: "0123456789abcdef0123456789abcdef01234567", url };
  const answer = await api.post("/changes", { documents, source, message: "Many <b>of</b> them" });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await signIn(page, await createMemberAccount(platform, owner, "viewer"));
  await page.goto(pageOf(owner, `/changes/${id}`));
  await expect(page.getByRole("heading", { level: 1, name: "Many <b>of</b> them" })).toBeVisible();
  const link = page.getByRole("link", { name: "commit 01234567 at code.example" });
  await expect(link).toHaveAttribute("href", url);
  await expect(link).toHaveAttribute("rel", /noopener/);
  const rows = page.getByRole("link", { name: /^pragma\/config\/item-/ });
  await expect(rows).toHaveCount(100);
  await page.getByRole("button", { name: "Show more" }).scrollIntoViewIfNeeded();
  await expect(rows).toHaveCount(120);
  for (const name of ["Apply", "Discard", "Revert…"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  await page.goto(pageOf(owner, "/changes/new"));
  await expect(page.getByText("Your role can view changes but not plan them.")).toBeVisible();
  await page.goto(pageOf(owner, "/changes"));
  await expect(page.getByRole("link", { name: "New change" })).toHaveCount(0);
});

test("what could not be applied leaves nothing behind, and can be tried again", async ({
  page,
  signedIn: _,
  owner,
  complaints,
  api,
}) => {
  complaints.expect(/status of 503 .*changes\.planEdit/);
  await api.apply({ ...config("first"), lifecycle_state: "draft" });
  await page.goto(pageOf(owner, "/resources?state=draft"));
  await page.getByRole("checkbox", { name: /first/ }).check();
  await page.getByRole("button", { name: /^Apply 1 draft/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("pragma/config/first").first()).toBeVisible();
  // The answer of a balancer while no server is there.
  const applies = /\/api\/trpc\/changes\.planEdit/;
  await page.route(applies, (route) => route.fulfill({ status: 503, contentType: "text/html", body: "<h1>503</h1>" }));
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  expect(await (await api.get("/changes")).json()).toEqual([]);

  await page.unroute(applies);
  await dialog.getByRole("button", { name: "Apply", exact: true }).click();
  await expectStatus(page, "succeeded");
});

test("a plan that is asked for after the login has ended says so, and what was typed stays", async ({
  page,
  context,
  signedIn: _,
  owner,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  await page.goto(pageOf(owner, "/changes/new"));
  await writeYaml(page, "provider: pragma\nresource: config\nname: late\nconfig:\n  data:\n    a: 1\n");
  await context.clearCookies();
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await expect(page.getByText("Your session has ended. Sign in again in another tab")).toBeVisible();
  const opened = context.waitForEvent("page");
  await page.getByRole("button", { name: "Sign in again" }).click();
  const beside = await opened;
  await submitSignIn(beside, owner);
  await expect(beside.getByRole("heading", { level: 1 })).toHaveText("New change");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.getByRole("button", { name: "Sign in again" })).toBeHidden();
  await page.getByRole("button", { name: "Plan again", exact: true }).click();
  await expect(page.getByRole("link", { name: "late" }).or(page.getByText("pragma/config/late")).first()).toBeVisible();
});

import type { Locator, Page } from "@playwright/test";
import type { Account } from "./support/accounts.ts";
import type { NewResource } from "./support/api.ts";
import { applyAll } from "./support/changes.ts";
import { follow } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";

/**
 * Somebody at a page who uses the keyboard alone, and whose steps are counted: going to something and pressing it, or a text that is
 * typed and confirmed.
 */
class Visitor {
  readonly page: Page;
  steps = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async press(target: Locator): Promise<void> {
    this.steps++;
    await follow(target);
  }

  /** Types into a field that has the focus by itself. */
  async type(field: Locator, text: string): Promise<void> {
    this.steps++;
    await expect(field).toBeFocused();
    await this.page.keyboard.type(text);
  }

  /** Opens a resource, or a page, by the command palette. */
  async jump(text: string, option: RegExp): Promise<void> {
    this.steps++;
    await this.page.keyboard.press("Control+k");
    await this.page.keyboard.type(text);
    await expect(this.page.getByRole("dialog").getByRole("option", { name: option }).first()).toBeVisible();
    await this.page.keyboard.press("Enter");
  }
}

const config = (name: string, data: Record<string, unknown>, more: Partial<NewResource> = {}): NewResource => ({
  ...{ provider: "pragma", resource: "config", name, config: { data } },
  ...more,
});

interface Answer {
  question: string;
  steps: number;
  seconds: number;
}

/** Asks questions, each from the overview, and counts the steps to its answer. */
class Survey {
  readonly page: Page;
  readonly #home: string;
  readonly #answers: Answer[] = [];

  constructor(page: Page, owner: Account) {
    this.page = page;
    this.#home = pageOf(owner);
  }

  async ask(question: string, atMost: number, find: (visitor: Visitor) => Promise<void>): Promise<void> {
    await this.#goHome();
    await expectLive(this.page);
    const visitor = new Visitor(this.page);
    const start = performance.now();
    await find(visitor);
    this.#answers.push({ question, steps: visitor.steps, seconds: (performance.now() - start) / 1000 });
    expect(visitor.steps, question).toBeLessThanOrEqual(atMost);
  }

  /** By the navigation; by its address the first time, and where the last answer left a dialog over the page. */
  async #goHome(): Promise<void> {
    const navigation = this.page.getByRole("navigation", { name: "Main" });
    if (this.#answers.length === 0 || (await this.page.getByRole("dialog").count()) > 0)
      await this.page.goto(this.#home);
    else await follow(navigation.getByRole("link", { name: "Overview", exact: true }));
    await expect(this.page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  }

  /** Keeps what each took beside the test's result. */
  async report(): Promise<void> {
    const table = this.#answers.map(
      ({ question, steps, seconds }) => `${steps} steps, ${seconds.toFixed(1)} s: ${question}`,
    );
    await test.info().attach("answers", { body: table.join("\n"), contentType: "text/plain" });
  }
}

test("ten questions that people have are answered from the overview, each in a few steps", async ({
  api,
  page,
  owner,
  signedIn: _,
  context,
}) => {
  test.slow();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const server = await createSwitchableServer();
  await api.apply({ provider: "http", resource: "check", name: "site", config: { url: server.url, wait: 1 } });
  await api.apply(config("shop", { status: "${http/check/site.outputs.status}" }));
  await api.apply(config("front", { status: "${pragma/config/shop.outputs.status}" }));
  await api.apply({ provider: "pragma", resource: "secret", name: "password", config: { data: { value: "first-1" } } });
  await api.waitFor("pragma/secret/password", "ready");
  await api.apply({
    provider: "pragma",
    resource: "secret",
    name: "password",
    config: { data: { value: "second-2" } },
  });
  await api.apply(config("address", { url: "https://shop.example.com/a" }));
  await api.apply(config("mail", { from: "${pragma/config/address.outputs.url}" }));
  await api.waitFor("pragma/config/mail", "ready");
  await applyAll(api, [config("limits", { most: 1 }, { tags: ["team-a"] })]);
  await api.waitFor("pragma/config/limits", "ready");
  await api.apply(config("limits", { most: 2 }, { tags: ["team-a"], lifecycle_state: "draft" }));
  await api.waitFor("http/check/site", "failed");

  const survey = new Survey(page, owner);
  const history = page.getByRole("list", { name: "History, newest first" });

  await survey.ask("Why is front not ready?", 1, async (visitor) => {
    await visitor.jump("front", /front/);
    await expect(page.getByRole("region", { name: /^Waiting for .*http\/check\/site, which failed/ })).toBeVisible();
  });
  await survey.ask("What needs attention, and what does it say?", 0, async () => {
    const attention = page.getByRole("region", { name: "Needs attention" });
    await expect(attention.getByRole("link", { name: /1 failed/ })).toBeInViewport();
  });
  await survey.ask("Who changed the password?", 2, async (visitor) => {
    await visitor.jump("password", /password/);
    await visitor.press(page.getByRole("tab", { name: "History" }));
    await expect(history.locator("> li").first()).toContainText("via the token e2e");
  });
  // Before the deletion that is planned below, which is a change, too.
  await survey.ask("What did the last change do?", 2, async (visitor) => {
    await visitor.press(page.getByRole("link", { name: "Changes", exact: true }));
    await visitor.press(page.getByRole("region", { name: "Changes", exact: true }).getByRole("link").first());
    const actions = page.getByRole("region", { name: "Actions", exact: true });
    await expect(actions.getByRole("link", { name: "pragma/config/limits" })).toBeVisible();
    await expect(actions).toContainText("most");
  });
  await survey.ask("What breaks if I delete address?", 3, async (visitor) => {
    await visitor.jump("address", /address/);
    await visitor.press(page.getByRole("button", { name: "More actions" }));
    await visitor.press(page.getByRole("menuitem", { name: "Delete…" }));
    await expect(page.getByRole("dialog")).toContainText("pragma/config/mail depends on");
  });
  await survey.ask("Which attempt failed, and what did it log?", 3, async (visitor) => {
    await visitor.jump("site", /site/);
    await visitor.press(page.getByRole("tab", { name: "History" }));
    const attempt = history.getByRole("list", { name: "Attempts" }).getByRole("listitem").first();
    await expect(attempt).toContainText(/Attempt 1 failed/);
    await visitor.press(attempt.getByRole("button", { name: "Log of attempt 1" }));
    await expect(attempt.getByText(/No log lines\.|info|warn|error/).first()).toBeVisible();
  });
  await survey.ask("Copy the URL of address", 2, async (visitor) => {
    await visitor.jump("address", /address/);
    await visitor.press(
      page.getByRole("region", { name: "Outputs", exact: true }).getByRole("button", { name: "Copy url", exact: true }),
    );
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe("https://shop.example.com/a");
  });
  await survey.ask("What would the draft of limits change?", 1, async (visitor) => {
    await visitor.jump("limits", /limits/);
    await expect(page.getByRole("region", { name: "Staged", exact: true })).toContainText("config.data.most");
  });
  await survey.ask("What belongs to team-a?", 2, async (visitor) => {
    await visitor.press(page.getByRole("link", { name: "Resources", exact: true }));
    await visitor.press(page.getByRole("button", { name: "Only with tag team-a" }).first());
    await expect(page.getByRole("row")).toHaveCount(2);
  });
  await survey.ask("Try it again", 2, async (visitor) => {
    await server.start();
    await visitor.jump("front", /front/);
    await visitor.press(page.getByRole("button", { name: "Retry http/check/site" }));
    await expect(page.getByText(/^Ready for/)).toBeVisible();
  });
  await server.close();
  await survey.report();
});

test("and so are ten about changes, access and what follows", { tag: "@thorough" }, async ({
  api,
  page,
  owner,
  signedIn: _,
}) => {
  test.slow();
  await api.apply(config("address", { url: "https://shop.example.com/a" }));
  await api.apply(config("mail", { from: "${pragma/config/address.outputs.url}" }));
  await api.waitFor("pragma/config/mail", "ready");
  for (const name of ["one", "two"]) await api.apply(config(name, { a: "${pragma/config/address.outputs.none}" }));
  for (const name of ["one", "two"]) await api.waitFor(`pragma/config/${name}`, "failed");
  await api.apply({
    ...{ provider: "http", resource: "check", name: "probe", config: { url: "http://127.0.0.1:1" } },
    lifecycle_state: "draft",
  });
  const move = { documents: [config("address", { url: "https://shop.example.com/b" })], message: "Move the shop" };
  expect((await api.post("/changes", { ...move, apply: true })).status).toBe(201);
  const survey = new Survey(page, owner);
  const status = page.getByRole("status", { name: "Status" });
  const navigation = page.getByRole("navigation", { name: "Main" });

  await survey.ask("What failed, and why?", 1, async (visitor) => {
    const attention = page.getByRole("region", { name: "Needs attention" });
    await visitor.press(attention.getByRole("link", { name: /2 failed/ }));
    await expect(page.getByRole("heading", { level: 1, name: "Failures" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("outputs.none");
  });
  await survey.ask("What depends on address?", 1, async (visitor) => {
    await visitor.jump("address", /address/);
    const users = page.getByRole("list", { name: "Used by" });
    await expect(users.getByRole("link", { name: /mail/ })).toBeVisible();
  });
  await survey.ask("What may be written there?", 2, async (visitor) => {
    await visitor.jump("address", /address/);
    await visitor.press(page.getByLabel("Where it belongs").getByRole("link", { name: "pragma/config", exact: true }));
    await expect(page.getByRole("heading", { level: 1, name: "pragma/config" })).toBeVisible();
  });
  await survey.ask("What did address say before?", 3, async (visitor) => {
    await visitor.jump("address", /address/);
    await visitor.press(page.getByRole("tab", { name: "History" }));
    await visitor.press(page.getByRole("button", { name: "Compare generation 1 with the current one" }));
    const compared = page.getByRole("region", { name: "Compare versions" });
    await expect(compared.getByLabel("Changes")).toContainText("https://shop.example.com/a");
  });
  await survey.ask("Why did mail run at three in the morning?", 2, async (visitor) => {
    await visitor.jump("mail", /mail/);
    await visitor.press(page.getByRole("tab", { name: "History" }));
    const story = page.getByRole("listitem").filter({ hasText: "Updated because pragma/config/address changed" });
    await expect(story.first()).toContainText("https://shop.example.com/b");
  });
  await survey.ask("Undo the last change", 4, async (visitor) => {
    await visitor.press(page.getByRole("link", { name: "Changes", exact: true }));
    await visitor.press(page.getByRole("link", { name: "Move the shop" }).first());
    await visitor.press(page.getByRole("button", { name: "Revert…" }));
    await visitor.press(page.getByRole("dialog").getByRole("button", { name: "Revert", exact: true }));
    await expect(page.getByRole("heading", { level: 1, name: 'Revert "Move the shop"' })).toBeVisible();
    await expect(status).toHaveText("succeeded");
  });
  await survey.ask("A token that may only plan", 5, async (visitor) => {
    await visitor.press(navigation.getByRole("link", { name: "Tokens", exact: true }));
    await visitor.press(page.getByRole("button", { name: "New token" }).first());
    await visitor.type(page.getByLabel("Name"), "pull requests");
    await visitor.press(page.getByRole("button", { name: "CI: plan", exact: true }));
    await visitor.press(page.getByRole("button", { name: "Create token" }));
    await expect(page.getByRole("button", { name: "Done" })).toBeVisible();
  });
  await survey.ask("Invite somebody", 3, async (visitor) => {
    await visitor.press(navigation.getByRole("link", { name: "Members", exact: true }));
    await visitor.press(page.getByRole("button", { name: "Invite" }).first());
    await visitor.press(page.getByRole("button", { name: "Create invitation" }));
    await expect(page.getByLabel("Link", { exact: true })).toHaveValue(/\/invitations\//);
  });
  await survey.ask("Try all of them again", 3, async (visitor) => {
    await visitor.press(navigation.getByRole("link", { name: /^Failures/ }));
    await visitor.press(page.getByRole("button", { name: "Retry all…" }));
    await visitor.press(page.getByRole("dialog").getByRole("button", { name: /^Retry/ }));
    await expect(page.getByText("2 retried")).toBeVisible();
  });
  await survey.ask("Which version of its provider runs?", 1, async (visitor) => {
    await visitor.jump("probe", /probe/);
    const version = page.getByLabel("Where it belongs").getByRole("link", { name: /^http \d+\.\d+\.\d+$/ });
    await expect(version).toBeVisible();
  });
  await survey.report();
});

import { expectAccessible } from "./support/accessibility.ts";
import type { NewResource } from "./support/api.ts";
import { expectState } from "./support/editor.ts";
import { jump } from "./support/keyboard.ts";
import { expectLive } from "./support/live.ts";
import { pageOf } from "./support/page-of.ts";
import { expectValue } from "./support/resource-page.ts";
import { createSwitchableServer } from "./support/switchable-server.ts";
import { expect, test } from "./support/test.ts";

const config = (name: string, data: Record<string, unknown>): NewResource => {
  return { provider: "pragma", resource: "config", name, config: { data } };
};

test("what keeps a resource is told down to the root cause, which is retried from there", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const server = await createSwitchableServer();
  await api.apply({ provider: "http", resource: "check", name: "site", config: { url: server.url, wait: 1 } });
  await api.apply(config("middle", { status: "${http/check/site.outputs.status}", level: "low" }));
  await api.apply(config("top", { status: "${pragma/config/middle.outputs.status}" }));
  await api.waitFor("http/check/site", "failed");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/top"));
  const reason = page.getByRole("region", {
    name: /^Waiting for pragma\/config\/middle, which waits for http\/check\/site, which failed/,
  });
  await expect(reason).toContainText(server.url);
  await expectAccessible(page);
  await reason.getByRole("link", { name: "http/check/site" }).first().click();
  await expect(page.getByRole("region", { name: /^Failed/ })).toContainText("fix it there and retry");
  await page.goBack();
  await server.start();
  await reason.getByRole("button", { name: "Retry http/check/site" }).press("Enter");
  await expectState(page, "ready");
  await expect(page.getByText(/^Ready for/)).toBeVisible();

  await page.getByRole("tab", { name: "History" }).press("Enter");
  await page.getByRole("button", { name: "Timeline" }).first().press("Enter");
  const lanes = page.getByRole("list", { name: "Timeline" }).getByRole("listitem");
  await expect(lanes).toHaveCount(2);
  await expect(lanes.first()).toContainText("Waited for pragma/config/middle");
  await expect(lanes.last()).toContainText(/This resource.*waited .* for pragma\/config\/middle/);
  await expectAccessible(page);
  await lanes.first().getByRole("link").press("Enter");
  await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/config/middle"));
  await page.getByRole("tab", { name: "History" }).press("Enter");
  await page.getByRole("button", { name: "Timeline" }).first().press("Enter");
  await expect(lanes.filter({ hasText: "Waited for http/check/site" })).toContainText("attempt failed after");
  await page.getByRole("tab", { name: "Overview" }).press("Enter");
  const values = page.getByRole("region", { name: "Config", exact: true }).getByRole("row");
  await expect(values.filter({ hasText: "data.level" }).getByRole("cell").last()).toHaveText("same");
  await expect(values.filter({ hasText: "data.status" }).getByRole("cell").last()).toHaveText("200");
  await server.close();
});

test("outputs are copied, opened and referred to one by one", async ({ page, owner, api, context, signedIn: _ }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await api.apply(
    config("names", { "first.name": "Ada", site: "https://example.com/a?b=c", list: [1, { deep: "x" }] }),
  );
  await api.apply(config("user", { greeting: "Hello ${pragma/config/names.outputs.site}" }));
  await api.waitFor("pragma/config/user", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/names"));
  const outputs = page.getByRole("region", { name: "Outputs", exact: true });
  await outputs.getByRole("button", { name: 'Copy ["first.name"]', exact: true }).press("Enter");
  await expect.poll(copied).toBe("Ada");
  await outputs.getByRole("button", { name: "Copy reference to site" }).click();
  await expect.poll(copied).toBe("${pragma/config/names.outputs.site}");
  await expect(outputs.getByRole("link", { name: "Open site in a new tab" })).toHaveAttribute(
    "href",
    "https://example.com/a?b=c",
  );
  await expect(outputs.getByRole("link")).toHaveCount(1);
  await expectAccessible(page);

  await page.goto(pageOf(owner, "/resources/view/pragma/config/user"));
  await expectValue(page, "Config", "data.greeting", "Hello ${pragma/config/names.outputs.site}");
  await expect(
    page.getByRole("region", { name: "Config", exact: true }).getByRole("cell", { name: "Hello https://example.com" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "YAML", exact: true }).press("Enter");
  await expect(page.getByRole("region", { name: "Resolved config" })).toContainText(
    "greeting: Hello https://example.com",
  );
});

test("one secret is revealed and hidden, the others stay masked, and the audit log names it", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const data = { password: "only-this-one", pin: "not-this-one" };
  await api.apply({ provider: "pragma", resource: "secret", name: "login", config: { data } });
  await api.waitFor("pragma/secret/login", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/secret/login"));
  const named = page.getByRole("rowheader", { name: "password", exact: true });
  const row = page.getByRole("region", { name: "Outputs", exact: true }).getByRole("row").filter({ has: named });
  await row.getByRole("button", { name: "Reveal outputs.password" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Reveal outputs.password" })).toContainText("It names the value");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Reveal value", exact: true }).press("Enter");
  await expect(row).toContainText("only-this-one");
  await expect(page.getByText("not-this-one")).toHaveCount(0);
  const hide = row.getByRole("button", { name: "Hide outputs.password" });
  await expect(hide).toBeFocused();
  await expectAccessible(page);
  await hide.press("Enter");
  await expect(page.getByText("only-this-one")).toHaveCount(0);
  await page.goto(pageOf(owner, "/audit?action=resource.reveal"));
  await page.getByRole("button", { name: /details/ }).press("Enter");
  await expect(page.getByText("outputs.password")).toBeVisible();
});

test("the history tells one story for each change, with its attempts and their logs", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const server = await createSwitchableServer();
  await api.apply({ provider: "http", resource: "check", name: "site", config: { url: server.url, wait: 1 } });
  await api.waitFor("http/check/site", "failed");
  await page.goto(pageOf(owner, "/resources/view/http/check/site?tab=history"));
  const stories = page.getByRole("list", { name: "History, newest first" }).locator("> li");
  await expect(stories).toHaveCount(1);
  const story = stories.last();
  await expect(story.getByRole("heading", { name: "Created" })).toBeVisible();
  const attempts = story.getByRole("list", { name: "Attempts" }).getByRole("listitem");
  await expect(attempts.first()).toContainText(/Attempt 1 failed after [\d.]+ m?s/);
  await attempts.first().getByRole("button", { name: "Log of attempt 1" }).press("Enter");
  await expect(
    attempts
      .first()
      .getByText(/No log lines\.|info|warn|error/)
      .first(),
  ).toBeVisible();
  await expect(story.getByRole("list", { name: "Events, oldest first" })).toBeHidden();
  await story.getByText(/^\d+ events$/).click();
  await expect(story.getByRole("list", { name: "Events, oldest first" })).toBeVisible();
  await expectAccessible(page);
  await server.start();
  await page.getByRole("button", { name: "Retry", exact: true }).click();
  await expect(story.getByText("succeeded", { exact: true })).toBeVisible();
  await expect(stories).toHaveCount(1);
  await api.apply({ provider: "http", resource: "check", name: "site", config: { url: `${server.url}/`, wait: 1 } });
  await expect(stories).toHaveCount(2);
  await expect(stories.first().getByRole("heading", { name: "Updated" })).toBeVisible();
  await expect(stories.first()).toContainText("config.url");
  await server.close();
});

test("the palette does what the open page can do", async ({ page, owner, api, context, signedIn: _ }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const server = await createSwitchableServer();
  await api.apply({ provider: "http", resource: "check", name: "site", config: { url: server.url, wait: 1 } });
  await api.waitFor("http/check/site", "failed");
  await page.goto(pageOf(owner, "/resources/view/http/check/site"));
  await expectLive(page);
  await jump(page, "copy key", "Copy key");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("http/check/site");
  await server.start();
  await jump(page, "retry", "Retry");
  await expectState(page, "ready");
  await jump(page, "delete", "Delete…");
  await expect(page.getByRole("dialog", { name: /site/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await jump(page, "blast", "Blast radius of this resource");
  await expect(page).toHaveURL(/\/graph\?mode=blast/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("retry");
  await expect(page.getByRole("option", { name: "Retry", exact: true })).toHaveCount(0);
  await server.close();
});

test("a file is downloaded from its page", async ({ page, owner, api, signedIn: _ }) => {
  const config = { content: "hello", content_type: "text/plain" };
  await api.apply({ provider: "pragma", resource: "file", name: "hello", config });
  await api.waitFor("pragma/file/hello", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/file/hello"));
  const outputs = page.getByRole("region", { name: "Outputs", exact: true });
  await expect(outputs.getByRole("link")).toHaveCount(1);
  const download = page.waitForEvent("download");
  await outputs.getByRole("link", { name: "Download the file" }).press("Enter");
  const file = await (await download).createReadStream();
  expect((await file.toArray()).join("")).toBe("hello");
});

test("an entry of the history has an address, also one far back", { tag: "@thorough" }, async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  test.slow();
  // More events than the first page of the history has.
  for (let count = 1; count <= 30; count++) {
    await api.apply(config("often", { count }));
    await api.waitFor("pragma/config/often", "ready");
  }
  await page.goto(pageOf(owner));
  await page.getByRole("link", { name: "pragma/config/often" }).first().press("Enter");
  const entries = page.getByRole("list", { name: "History, newest first" }).locator("> li");
  const addressed = page.locator('[aria-current="location"]');
  await expect(addressed).toContainText("generation 30");
  await page.getByRole("button", { name: "Show older" }).press("Enter");
  await expect(entries).toHaveCount(30);
  await entries.last().getByRole("link", { name: "Created" }).press("Enter");
  await expect(addressed).toContainText("generation 1");
  const address = page.url();
  expect(address).toMatch(/\?tab=history#history-\d+$/);

  await page.goto(pageOf(owner));
  await page.goto(address);
  await expect(addressed).toBeInViewport();
  await expect(addressed).toContainText("generation 1");
  await expect(entries).toHaveCount(30);
  await expectAccessible(page);

  await page.goto(pageOf(owner));
  await page.goto(address.replace(/\d+$/, "1"));
  await expect(page.getByText("The entry that this address names is not here")).toBeVisible();
  await expect(addressed).toHaveCount(0);
});

test("an earlier generation is brought back from the history, once it was seen what that does", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const config = (greeting: string) => ({
    provider: "pragma",
    resource: "config",
    name: "back",
    config: { data: { greeting } },
  });
  await api.apply(config("good morning"));
  await api.waitFor("pragma/config/back", "ready");
  await api.apply(config("good evening"));
  await api.waitFor("pragma/config/back", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/back?tab=history"));
  await expect(page.getByRole("button", { name: /^Roll back/ })).toHaveCount(1);
  await page.getByRole("button", { name: "Compare generation 1 with the current one" }).press("Enter");
  await expect(page).toHaveURL(/[?&]compare=1\.\.2/);
  const compared = page.getByRole("region", { name: "Compare versions" });
  await expect(compared.getByLabel("Changes")).toHaveText("config.data.greetingbefore good morningafter good evening");
  await compared.getByLabel("with generation").fill("1");
  await compared.getByRole("button", { name: "Compare", exact: true }).press("Enter");
  await expect(compared.getByText("nothing differs")).toBeVisible();
  await expectAccessible(page);
  await compared.getByRole("button", { name: "Close the comparison" }).press("Enter");
  await page.getByRole("button", { name: "Roll back to generation 1" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Roll back to generation 1?" });
  await expect(dialog.getByLabel("Changes")).toHaveText("config.data.greetingbefore good eveningafter good morning");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Roll back", exact: true }).press("Enter");
  await page.getByRole("button", { name: "View change" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Roll back pragma/config/back to generation 1");
  await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/back"));
  await expectValue(page, "Config", "data.greeting", "good morning");
});

test("the history says which input caused an update, and of what only another config can help it says so", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const defaults = (url: string) => ({
    provider: "pragma",
    resource: "config",
    name: "defaults",
    config: { data: { url } },
  });
  const follower = (name: string, field: string) => ({
    provider: "pragma",
    resource: "config",
    name,
    config: { data: { at: `\${pragma/config/defaults.outputs.${field}}` } },
  });
  await api.apply(defaults("a"));
  await api.apply(follower("follower", "url"));
  await api.apply(follower("mistaken", "uri"));
  await api.waitFor("pragma/config/follower", "ready");
  await api.apply(defaults("b"));
  await page.goto(pageOf(owner, "/resources/view/pragma/config/follower?tab=history"));
  const [story] = [page.getByRole("listitem").filter({ hasText: "Updated because pragma/config/defaults changed" })];
  await expect(story.getByLabel("Changes").first()).toHaveText(
    "data.atfrom pragma/config/defaults.outputs.urlbefore aafter b",
  );
  await expectAccessible(page);
  await api.waitFor("pragma/config/mistaken", "failed");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/mistaken"));
  await expect(page.getByText("Only another config can help")).toBeVisible();
  const actions = page.locator("main").getByRole("link", { name: "Edit", exact: true });
  await expect(actions.or(page.getByRole("button", { name: "Retry", exact: true })).first()).toHaveText("Edit");
  await page.goto(pageOf(owner, "/failures?q=mistaken"));
  await expect(page.getByRole("link", { name: "Edit pragma/config/mistaken" })).toBeVisible();
});

test("a ready resource is applied again, though nothing of it has changed", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  await api.apply({ provider: "pragma", resource: "config", name: "again", config: { data: { a: 1 } } });
  await api.waitFor("pragma/config/again", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/again?tab=history"));
  await expectLive(page);
  const stories = page.getByRole("list", { name: "History, newest first" });
  await expect(stories.getByRole("link", { name: "Created", exact: true })).toBeVisible();
  const updated = stories.getByRole("link", { name: "Updated", exact: true });
  await expect(updated).toHaveCount(0);
  await page.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Re-apply" }).press("Enter");
  await expect(updated).toBeVisible();
  await api.waitFor("pragma/config/again", "ready");
});

test("a tag that was removed is brought back, whatever has happened to the resource since", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const apply = (tags: string[]) =>
    api.apply({ provider: "pragma", resource: "config", name: "tagged", config: { data: {} }, tags });
  await apply(["red", "green"]);
  await api.waitFor("pragma/config/tagged", "ready");
  await page.goto(pageOf(owner, "/resources/view/pragma/config/tagged"));
  await page.getByRole("button", { name: "Remove tag red" }).click();
  await expect(page.getByText("Tag red removed")).toBeVisible();
  await apply(["green", "blue"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("list", { name: "Tags" })).toContainText("red");
  const after = await (await api.resource("pragma/config/tagged")).json();
  expect(after).toMatchObject({ tags: ["red", "green", "blue"] });
});

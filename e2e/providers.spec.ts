import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { forgetRunners, renewLeases } from "@pragma/db/queries";
import { expectAccessible } from "./support/accessibility.ts";
import { type Account, createTokenOf } from "./support/accounts.ts";
import type { Api } from "./support/api.ts";
import { expectState } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { type NotesVersion, packNotes, writeNotes } from "./support/provider-archive.ts";
import { expectValue } from "./support/resource-page.ts";
import { expect, test } from "./support/test.ts";
import { expectWellBehaved } from "./support/well-behaved.ts";

const run = promisify(execFile);

const OLD: NotesVersion = { release: "old" };
const NEW: NotesVersion = { release: "new" };
const NOTE = { provider: "notes", resource: "note", name: "hello", config: { text: "Hello" } };

/** Pushes a version, as a program does. @returns its name */
async function push(api: Api, version: NotesVersion): Promise<string> {
  const answer = await api.upload("/providers/notes/push", "code", packNotes(version));
  expect(answer.status, await answer.clone().text()).toBe(202);
  return (await answer.json()).version;
}

/** Opens a build, and waits until its page says, without a reload, how it ended. */
async function openBuild(page: Page, owner: Account, version: string, status: "success" | "failed"): Promise<void> {
  await page.goto(pageOf(owner, "/providers/notes"));
  await page.getByRole("link", { name: version }).click();
  await expect(page.getByRole("heading", { level: 1, name: `notes ${version}` })).toBeVisible();
  await expect(page.getByText(status, { exact: true })).toBeVisible();
}

/** Presses a button in the row of a build, and confirms. */
async function deploy(page: Page, owner: Account, words: "Deploy" | "Roll back", version: string): Promise<void> {
  await page.goto(pageOf(owner, "/providers/notes"));
  await page.getByRole("button", { name: `${words} ${version}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: words, exact: true }).click();
}

/** Waits until the page of the provider says, without a reload, that a version serves. */
async function expectServing(page: Page, version: string): Promise<void> {
  const row = page.getByRole("row", { name: new RegExp(version) });
  await expect(row.getByText("serving", { exact: true })).toBeVisible();
  await expect(page.getByText("available", { exact: true })).toBeVisible();
  await expect(page.getByText("healthy", { exact: true })).toBeVisible();
}

test("a provider is pushed, built, deployed, replaced and rolled back", async ({ api, page, owner, signedIn: _ }) => {
  const first = await test.step("its build can be watched", async () => {
    const version = await push(api, OLD);
    await openBuild(page, owner, version, "success");
    await expectWellBehaved(page, async () => {
      await page.reload();
      await expect(page.getByRole("region", { name: "Build log" })).toContainText("Bundling");
    });
    return version;
  });

  await test.step("deployed from there, it serves, and has its types", async () => {
    await page.getByRole("button", { name: "Deploy" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Deploy", exact: true }).click();
    // Leaving before it is closed may cancel the request.
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.goto(pageOf(owner, "/providers/notes"));
    await expectServing(page, first);
    await page.getByRole("link", { name: "notes/note" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "notes/note" })).toBeVisible();
    await expect(page.getByText("A note to somebody").first()).toBeVisible();
    await api.apply(NOTE);
    await page.goto(pageOf(owner, "/resources/view/notes/note/hello"));
    await expectState(page, "ready");
    await expectValue(page, "Outputs", "release", "old");
  });

  await test.step("a newer version takes over", async () => {
    const second = await push(api, NEW);
    await openBuild(page, owner, second, "success");
    await deploy(page, owner, "Deploy", second);
    await expectServing(page, second);
    await api.apply({ ...NOTE, name: "later" });
    await page.goto(pageOf(owner, "/resources/view/notes/note/later"));
    await expectState(page, "ready");
    await expectValue(page, "Outputs", "release", "new");
  });

  await test.step("and the older one comes back", async () => {
    await deploy(page, owner, "Roll back", first);
    await expectServing(page, first);
    await api.apply({ ...NOTE, name: "latest" });
    await page.goto(pageOf(owner, "/resources/view/notes/note/latest"));
    await expectState(page, "ready");
    await expectValue(page, "Outputs", "release", "old");
  });

  await test.step("deleted, it goes with its resources", async () => {
    await page.goto(pageOf(owner, "/providers/notes"));
    await page.getByRole("button", { name: "Delete provider" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByText("notes/note/latest")).toBeVisible();
    await expect(dialog.getByText("Deletes 3 resources.")).toBeVisible();
    const confirm = dialog.getByRole("button", { name: "Delete provider and resources" });
    await expect(confirm).toBeDisabled();
    await dialog.getByLabel("Type “notes” to confirm").fill("notes");
    await confirm.click();
    await expect(page).toHaveURL(/\/changes\/[0-9a-f-]{36}/);
    await expect(page.getByRole("status", { name: "Status" })).toHaveText("succeeded");
    await page.goto(pageOf(owner, "/providers/notes"));
    await expect(page.getByText(/This provider was deleted|Provider not found/)).toBeVisible();
    expect((await api.resource("notes/note/hello")).status).toBe(404);
    expect((await api.get("/providers/notes/deployment")).status).toBe(404);
  });
});

test("a build that fails says what to fix and where, and cannot be deployed", async ({
  page,
  owner,
  signedIn: _,
  api,
}) => {
  const version = await push(api, { release: "broken", atStart: 'import "./gone.ts";' });
  await openBuild(page, owner, version, "failed");
  await expect(page.getByText(/index\.ts:3:\d+: .*gone\.ts/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Deploy" })).toHaveCount(0);
  await page.getByRole("link", { name: "notes", exact: true }).click();
  const row = page.getByRole("row", { name: new RegExp(version) });
  await expect(row).toContainText("gone.ts");
  await expect(row.getByRole("button")).toHaveCount(0);
  await expect(page.getByText("No version is deployed yet")).toBeVisible();
});

test("a version that breaks existing resources is deployed only by force", async ({
  api,
  page,
  owner,
  signedIn: _,
}) => {
  const first = await push(api, OLD);
  await openBuild(page, owner, first, "success");
  await deploy(page, owner, "Deploy", first);
  await expectServing(page, first);
  await api.apply(NOTE);
  await api.waitFor("notes/note/hello", "ready");

  const second = await push(api, { release: "strict", text: "z.number()" });
  await openBuild(page, owner, second, "success");
  await page.getByRole("button", { name: "Deploy" }).click();
  const dialog = page.getByRole("dialog");
  const breaks = dialog.getByRole("region", { name: "What breaks" });
  await expect(breaks).toContainText("1 note breaks: text must be a number");
  await expect(breaks.getByRole("link", { name: "notes/note/hello" })).toBeVisible();
  const differences = dialog.getByRole("region", { name: "Differences of the types" });
  await expect(differences).toContainText("config.text type string → number");
  await expectAccessible(page);
  await expect(dialog.getByRole("button", { name: "Deploy", exact: true })).toBeDisabled();
  await dialog.getByLabel(/^Force/).check();
  await dialog.getByRole("button", { name: "Deploy", exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.goto(pageOf(owner, "/providers/notes"));
  await expectServing(page, second);
});

test("the commands that the page shows make a provider serve", async ({ page, owner, platform, signedIn: _ }) => {
  const token = await createTokenOf(platform, owner);
  await page.goto(pageOf(owner, "/providers"));
  const snippet = (await page.getByRole("region", { name: "curl snippet" }).textContent()) ?? "";
  const folder = writeNotes(OLD);
  const options = { cwd: folder, env: { ...process.env, PRAGMA_AUTH_TOKEN: token } };
  const { stdout } = await run("bash", ["-c", snippet.replaceAll("my-provider", "notes")], options);
  rmSync(folder, { recursive: true });
  expect(stdout).toContain("Bundling");
  await page.reload();
  const row = page.getByRole("row", { name: /^notes/ });
  await expect(row.getByText("available", { exact: true })).toBeVisible();
  await expect(row.getByText("healthy", { exact: true })).toBeVisible();
  await expect(row.getByRole("link", { name: "note", exact: true })).toBeVisible();
});

test("where a worker cannot filter the network of providers, their pages say so", async ({
  page,
  owner,
  platform,
  signedIn: _,
}) => {
  const words = page.getByText("The network is not filtered");
  await page.goto(pageOf(owner, "/providers/http"));
  await expect(page.getByText("healthy", { exact: true })).toBeVisible();
  await expect(words).toHaveCount(0);
  const { db } = platform.core;
  const worker = `unfiltered-${randomUUID()}`;
  await renewLeases(db, [worker], 15, [], { description: "No sandbox.", filtersNetwork: false });
  await page.reload();
  await expect(words).toBeVisible();
  await forgetRunners(db, [worker]);
});

import { expectAccessible, expectNoSidewaysScrolling } from "./support/accessibility.ts";
import { deployProvider } from "./support/deploy-provider.ts";
import { expectState } from "./support/editor.ts";
import { pageOf } from "./support/page-of.ts";
import { packNotes } from "./support/provider-archive.ts";
import { expect, test } from "./support/test.ts";

test("a file is uploaded with its progress, and can be cancelled or too large", async ({
  page,
  owner,
  api,
  complaints,
  signedIn: _,
}) => {
  await page.goto(pageOf(owner, "/resources/new?type=pragma%2Ffile"));
  const choose = page.getByRole("button", { name: "Choose a file for bytes of the new file" });
  await expect(choose).toHaveAccessibleDescription(/up to 25 MiB/);
  const input = page.getByLabel("File for bytes of the new file");

  await test.step("one that is too large is not even sent", async () => {
    await input.setInputFiles({ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(26 * 1024 * 1024) });
    await expect(
      page.getByRole("alert").filter({ hasText: "film.mp4 has 26 MiB, and a file may have at most 25 MiB" }),
    ).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await expectNoSidewaysScrolling(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step("an upload is cancelled, and nothing is stored", async () => {
    // The browser logs each request that does not come through.
    complaints.expect(/files\.upload/);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/api/trpc/files.upload**", async (route) => {
      await held;
      await route.abort().catch(() => {});
    });
    await input.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.alloc(2_000_000, 1) });
    await expect(page.getByRole("progressbar", { name: "Upload of logo.png" })).toBeVisible();
    await page.getByRole("button", { name: "Cancel the upload of logo.png" }).press("Enter");
    await expect(choose).toBeVisible();
    release();
    await page.unroute("**/api/trpc/files.upload**");
    expect((await api.resource("pragma/file/logo.png")).status).toBe(404);
  });

  await test.step("it is stored under its own name, with its type", async () => {
    await input.setInputFiles({ name: "my logo.png", mimeType: "image/png", buffer: Buffer.alloc(2_000_000, 1) });
    await expect(page).toHaveURL(pageOf(owner, "/resources/view/pragma/file/my-logo.png"));
    await expectState(page, "ready");
    expect(await (await api.resource("pragma/file/my-logo.png")).json()).toMatchObject({
      config: { content_type: "image/png" },
      outputs: { size: 2_000_000, content_type: "image/png" },
    });
  });
});

test("a file that has arrived takes the focus from nobody who goes on elsewhere", async ({
  page,
  owner,
  api,
  signedIn: _,
}) => {
  const text = 'z.string().meta({ format: "binary" })';
  await deployProvider(api, "notes", packNotes({ release: "binary", text }));
  await page.goto(pageOf(owner, "/resources/new?type=notes%2Fnote"));
  const file = page.getByLabel("File for text", { exact: true });
  const edit = page.getByRole("button", { name: "Edit the reference of text" });
  const hold = async (): Promise<() => void> => {
    const held = Promise.withResolvers<void>();
    await page.route("**/api/trpc/files.upload**", async (route) => {
      await held.promise;
      await route.continue();
    });
    return held.resolve;
  };

  await test.step("where somebody types meanwhile, it stays", async () => {
    const release = await hold();
    await file.setInputFiles({ name: "a.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(1000, 1) });
    await expect(page.getByRole("progressbar", { name: "Upload of a.bin" })).toBeVisible();
    const name = page.getByLabel("Name", { exact: true }).first();
    await name.focus();
    release();
    await expect(edit).toBeVisible();
    await expect(name).toBeFocused();
  });

  await test.step("where it was waited for, it goes on to the reference", async () => {
    await page.unroute("**/api/trpc/files.upload**");
    await page.getByRole("button", { name: "Remove the reference of text" }).click();
    const release = await hold();
    await file.setInputFiles({ name: "b.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(1000, 1) });
    await page.getByRole("button", { name: "Cancel the upload of b.bin" }).focus();
    release();
    await expect(edit).toBeFocused();
  });
});

test("the documentation beside the text follows the cursor", async ({ page, owner, signedIn: _ }) => {
  await page.goto(pageOf(owner, "/resources/new?type=http%2Fobject&view=yaml"));
  const docs = page.getByRole("region", { name: "Fields of the type" });
  await expect(docs).toContainText("http/object");
  const editor = page.getByRole("textbox", { name: "Manifest in YAML" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText("provider: http\nresource: object\nname: a\nconfig:\n  create:\n    path: /items\n");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await expect(docs.locator("[aria-current]")).toContainText("path");
  await page.keyboard.press("ArrowUp");
  await expect(docs.locator("[aria-current]")).toContainText("create");
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoSidewaysScrolling(page);
});

import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useRoot } from "./support/root.ts";

const at = useRoot();
beforeEach(() => mkdir(at.root));

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

test("a template's life: rendered, changed by its values, broken by a missing one, deleted", async () => {
  const harness = new ProviderHarness(provider);
  const config = (values: Record<string, string | number>) => ({
    root: at.root,
    path: "app.conf",
    template: "listen {{ port }};\nkey {{secrets.key}};\nraw \\{{port}} ${HOME}\n",
    values,
    secrets: { key: "s3cret-key" },
  });
  expect(await harness.create("template", { config: config({ port: 80 }) })).toMatchObject({ ok: true });
  const content = () => readFile(join(at.root, "app.conf"), "utf8");
  expect(await content()).toBe("listen 80;\nkey s3cret-key;\nraw {{port}} ${HOME}\n");

  await harness.update("template", { config: config({ port: 81 }) });
  expect(await content()).toMatch(/^listen 81;/);
  expect(await harness.health("template")).toMatchObject({ health: { status: "healthy" } });
  expect(await harness.update("template", { config: config({ prot: 82 }) })).toMatchObject(
    refusal(/\{\{port\}\} has no value/),
  );
  expect(await content()).toMatch(/^listen 81;/);
  expect(await harness.delete("template")).toMatchObject({ ok: true });
  expect(await readdir(at.root)).toEqual([]);
});

test("a template that never rendered deletes nothing", async () => {
  await writeFile(join(at.root, "app.conf"), "theirs");
  const config = { root: at.root, path: "app.conf", template: "{{nothing}}" };
  for (const mayExist of [false, true]) {
    expect(await new ProviderHarness(provider).delete("template", { config, mayExist })).toMatchObject({ ok: true });
  }
  expect(await readdir(at.root)).toEqual(["app.conf"]);
  expect((await new ProviderHarness(provider).create("template", { config })).error).toMatchObject({
    exists: join(at.root, "app.conf"),
  });
});

test("a folder's life: made, found again, permissions, not deleted while it is not empty", async () => {
  const harness = new ProviderHarness(provider);
  const config = { root: at.root, path: "srv/data", mode: "0750" };
  const path = join(at.root, "srv/data");
  expect(await harness.create("directory", { config })).toMatchObject({ ok: true, outputs: { path } });
  expect((await stat(path)).mode & 0o777).toBe(0o750);
  expect(await harness.create("directory", { config, outputs: null })).toMatchObject({ error: { exists: path } });
  expect(await harness.create("directory", { config, outputs: null, attempt: 2 })).toMatchObject({ ok: true });
  expect(await harness.update("directory", { config: { ...config, mode: "0700" } })).toMatchObject({ ok: true });
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect(await harness.health("directory", { config })).toMatchObject({ health: { status: "degraded" } });

  await writeFile(join(path, "theirs"), "");
  await writeFile(join(at.outside, "target"), "");
  await symlink(at.outside, join(path, "link"));
  expect(await harness.delete("directory")).toMatchObject(refusal(/is not empty.*delete_contents/));
  const all = { ...config, delete_contents: true };
  const never = { config: all, outputs: null };
  expect(await harness.delete("directory", { ...never, mayExist: true })).toMatchObject(refusal(/is not empty/));
  expect(await new ProviderHarness(provider).delete("directory", never)).toMatchObject({ logs: [{ level: "warn" }] });
  expect(await harness.delete("directory", { config: all })).toMatchObject({ ok: true });
  expect(await readdir(join(at.root, "srv"))).toEqual([]);
  expect((await readdir(at.outside)).sort()).toEqual(["root", "target"]);
  expect(await harness.delete("directory", { config })).toMatchObject({ ok: true });
});

test("a file in a folder's place is left alone", async () => {
  await writeFile(join(at.root, "x"), "");
  const config = { root: at.root, path: "x", delete_contents: true };
  const harness = new ProviderHarness(provider);
  expect(await harness.create("directory", { config })).toMatchObject(refusal(/x is a file, and is neither/));
  expect(await harness.delete("directory", { config })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  expect(await readdir(at.root)).toEqual(["x"]);
});

test("of ten for one path at the same moment one makes the folder", async () => {
  const config = { root: at.root, path: "a/b/c" };
  const results = await Promise.all(
    Array.from({ length: 10 }, () => new ProviderHarness(provider).create("directory", { config })),
  );
  expect(results.filter(({ ok }) => ok).length).toBe(1);
  const refused = results.filter(({ error }) => error?.exists === join(at.root, "a/b/c"));
  expect(refused.length).toBe(9);
});

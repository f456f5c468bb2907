import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useRoot } from "./support/root.ts";

const at = useRoot();
beforeEach(() => mkdir(at.root));

test("files, templates and folders are below the root of their connection, and nowhere else", async () => {
  const harness = new ProviderHarness(provider, { connection: { root: at.root } });
  expect(await harness.create("directory", { config: { path: "etc" } })).toMatchObject({ ok: true });
  expect(await harness.create("file", { config: { path: "etc/a", content: "a" } })).toMatchObject({
    outputs: { path: join(at.root, "etc/a") },
  });
  const template = { path: "etc/b", template: "{{name}}", values: { name: "b" } };
  expect(await harness.create("template", { config: template })).toMatchObject({ ok: true });
  expect(await readFile(join(at.root, "etc/b"), "utf8")).toBe("b");
  for (const path of ["../out", "/out"]) {
    expect(await harness.create("file", { name: "out", config: { path, content: "" } })).toMatchObject({
      error: { kind: "config" },
    });
  }
  for (const type of ["template", "file", "directory"] as const)
    expect(await harness.delete(type)).toMatchObject({ ok: true });
});

test("a root of its own wins, and without either the error says what to give", async () => {
  const harness = new ProviderHarness(provider, { connection: { root: "/no/such/folder" } });
  const config = { path: "a", content: "a" };
  expect(await harness.create("file", { config: { ...config, root: at.root } })).toMatchObject({ ok: true });
  expect(await harness.create("file", { name: "none", config, connection: null })).toMatchObject({
    error: {
      kind: "config",
      message: "It names no folder: give config.root or, in its field connection, an fs/connection",
    },
  });
});

test("a connection is ready once its folder is there", async () => {
  const harness = new ProviderHarness(provider);
  const create = (root: string) => harness.create("connection", { config: { root } });
  expect((await create("relative")).error?.message).toMatch(/absolute path/);
  expect((await create(join(at.root, "none"))).error?.message).toMatch(/there is no folder/);
  expect(await create(at.root)).toMatchObject({ ok: true, outputs: {} });
  expect(await harness.health("connection")).toMatchObject({ health: { status: "healthy" } });
});

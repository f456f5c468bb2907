import { chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useRoot } from "./support/root.ts";

const at = useRoot();
beforeEach(() => mkdir(at.root));

const isRoot = process.geteuid?.() === 0;

const file = (more: Record<string, unknown> = {}) => ({ root: at.root, path: "etc/hello.txt", ...more });

test.each([
  ["file", { content: "hello" }],
  ["file", { content: "hello", mode: "640" }],
  ["file", { content_base64: "AP8K\nAP8K", mode: "0600" }],
  ["template", { template: "a {{b}} {{secrets.c}}", values: { b: 1 }, secrets: { c: "hidden-1" } }],
  ["directory", {}],
  ["directory", { mode: "700" }],
] as const)("a new or changed %s with %o does not differ", async (type, more) => {
  const harness = new ProviderHarness(provider);
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const config = file(more) as never;
  await harness.create(type, { config });
  expect(await harness.drift(type)).toEqual([]);
  await harness.update(type, { config: { ...(config as object), owner, mode: "0755" } as never });
  expect(await harness.drift(type)).toEqual([]);
});

test("a content that was changed by hand differs there, and is not told", async () => {
  const harness = new ProviderHarness(provider);
  const path = join(at.root, "etc/hello.txt");
  const contents = {
    content: ["file", { content: "hello" }],
    content_base64: ["file", { content_base64: "aGVsbG8=" }],
    template: ["template", { template: "hell{{o}}", values: { o: "o" } }],
  } as const;
  for (const [field, [type, more]] of Object.entries(contents)) {
    const config = file(more) as never;
    await harness.create(type, { name: field, config, mayExist: true });
    await writeFile(path, "jello");
    const [change, ...others] = await harness.drift(type, { name: field });
    expect([change?.path, change?.found, others]).toEqual([field, { checksum: expect.stringMatching(/^sha256:/) }, []]);
    const read = await harness.read(type, { name: field });
    expect(read.outputs).toMatchObject({ size: 5, checksum: expect.stringMatching(/^sha256:/) });
    expect(JSON.stringify(read)).not.toContain("jello");
    await harness.update(type, { name: field, config });
    expect(await harness.drift(type, { name: field })).toEqual([]);
  }
  await rm(join(at.root, "etc"), { recursive: true });
  expect(await harness.read("file", { name: "content" })).toMatchObject({ ok: true, outputs: null, config: null });
  await rm(at.root, { recursive: true });
  expect(await harness.read("file", { name: "content" })).toMatchObject({ ok: false, error: { kind: "config" } });
});

test.each(["file", "directory"] as const)("permissions and owner of a %s", async (type) => {
  const harness = new ProviderHarness(provider);
  const path = join(at.root, "etc/hello.txt");
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const config = { ...file(type === "file" ? { content: "hello" } : {}), mode: "0750", owner };
  await harness.create(type, { config });
  await chmod(path, 0o705);
  expect(await harness.drift(type)).toEqual([{ path: "mode", declared: "0750", found: "0705" }]);
  await chmod(path, 0o007);
  expect(await harness.drift(type)).toMatchObject([{ found: "0007" }]);
  if (isRoot) {
    await chown(path, 4321, 1234);
    expect(await harness.drift(type)).toMatchObject([{ path: "mode" }, { path: "owner.uid" }, { path: "owner.gid" }]);
  }
  await harness.update(type, { config });
  expect(await harness.drift(type)).toEqual([]);
});

test("another kind of thing in its place is said, not compared", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("file", { config: file({ content: "hello" }) });
  await rm(join(at.root, "etc/hello.txt"));
  await mkdir(join(at.root, "etc/hello.txt"));
  expect(await harness.read("file")).toMatchObject({
    ok: false,
    error: { kind: "config", message: expect.stringMatching(/is a folder/) },
  });
});

test.runIf(isRoot && process.seteuid)("a content that may not be read is left out", async () => {
  const harness = new ProviderHarness(provider);
  const config = file({ content: "hello", mode: "0600" });
  const created = await harness.create("file", { config });
  await chmod(at.outside, 0o755);
  await writeFile(join(at.root, "etc/hello.txt"), "other content");
  process.seteuid?.(65_534);
  try {
    expect(await harness.read("file")).toMatchObject({
      ok: true,
      outputs: { ...created.outputs, size: 13 },
      config: { path: "etc/hello.txt", mode: "0600" },
    });
    expect(await harness.drift("file")).toEqual([]);
  } finally {
    process.seteuid?.(0);
  }
});

test("a file that is only observed is told, whoever wrote it", async () => {
  const harness = new ProviderHarness(provider);
  await mkdir(join(at.root, "etc"));
  await writeFile(join(at.root, "etc/hello.txt"), "theirs");
  const config = file({ content: "ours" }) as never;
  expect((await harness.read("file", { config })).ok).toBe(false);
  expect(await harness.read("file", { config, observed: true })).toMatchObject({ ok: true, outputs: { size: 6 } });
});

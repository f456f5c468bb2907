import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useRoot } from "./support/root.ts";

const at = useRoot();
beforeEach(() => mkdir(join(at.root, "etc"), { recursive: true }));

const path = (name = "etc/app.conf") => join(at.root, name);
const harnessOf = () => new ProviderHarness(provider, { connection: { root: at.root } });

async function there(content: string | Buffer, name = "etc/app.conf", mode = 0o640): Promise<void> {
  await writeFile(path(name), content);
  await chmod(path(name), mode);
}

test.each([
  ["file", "a text, with ümlauts", { content: "a text, with ümlauts" }],
  ["file", "\ufeffwith a mark", { content: "\ufeffwith a mark" }],
  ["file", "", { content: "" }],
  ["file", Buffer.from([0, 255, 10]), { content_base64: "AP8K" }],
  ["file", "a\0b", { content_base64: "YQBi" }],
  ["template", "a {{host}} \\{{ b }}", { template: "a \\{{host}} \\\\{{ b }}" }],
] as const)("a %s with %j is taken over as it is, without a write", async (type, content, declared) => {
  await there(content);
  const { ino, ctimeMs } = await stat(path());
  const harness = harnessOf();
  const found = await harness.import(type, path());
  expect(found).toMatchObject({ ok: true, outputs: { path: path(), size: Buffer.byteLength(content) } });
  expect(found.config).toEqual({ path: "etc/app.conf", mode: "0640", ...declared });

  const adopted = await harness.adopt(type, path(), { config: found.config as never });
  expect(adopted).toMatchObject({ ok: true, identity: path(), outputs: found.outputs });
  expect(harness.calls.map(({ method }) => method)).toEqual(["import", "import", "read", "identity"]);
  expect(await stat(path())).toMatchObject({ ino, ctimeMs });
  expect(await harness.drift(type)).toEqual([]);
});

test("a file with another content or mode becomes what is declared", async () => {
  await there("old");
  const harness = harnessOf();
  const config = { path: "etc/app.conf", content: "new", mode: "0600" };
  expect(await harness.adopt("file", path(), { config })).toMatchObject({ ok: true, outputs: { size: 3 } });
  expect(await readFile(path(), "utf8")).toBe("new");
  expect((await stat(path())).mode & 0o777).toBe(0o600);
  expect(await harness.drift("file")).toEqual([]);
});

test("a folder is taken over with what is in it", async () => {
  await there("inside");
  await chmod(path("etc"), 0o700);
  const harness = harnessOf();
  const found = await harness.import("directory", path("etc"));
  expect(found.config).toEqual({ path: "etc", mode: "0700" });
  const adopted = await harness.adopt("directory", path("etc"), { config: { path: "etc", mode: "0755" } });
  expect(adopted).toMatchObject({ ok: true, identity: path("etc") });
  expect((await stat(path("etc"))).mode & 0o777).toBe(0o755);
  expect(await harness.drift("directory")).toEqual([]);
  expect(await readFile(path(), "utf8")).toBe("inside");
});

test("what cannot be taken over is told with the reason", async () => {
  await there("x".repeat(600_000), "etc/large");
  await there(Buffer.from([255]), "etc/binary");
  await symlink(path("etc"), path("link"));
  await writeFile(join(at.outside, "secret"), "");
  const harness = harnessOf();
  for (const [type, identity, message] of [
    ["file", path("etc/large"), /too large to be declared: a config has room for 524288 bytes/],
    ["template", path("etc/binary"), /is no text: take it over as an fs\/file/],
    ["file", path("etc"), /etc is a folder/],
    ["directory", path("link"), /link is a symbolic link/],
    ["file", path("link/binary"), /goes through a link: its identity is .*etc\/binary/],
    ["file", join(at.outside, "secret"), /is not below/],
    ["file", `${at.root}/../secret`, /without \. and \.\./],
    ["file", "etc/binary", /is not below/],
  ] as const) {
    const { error } = await harness.import(type, identity);
    expect(error, identity).toMatchObject({ kind: "config", message: expect.stringMatching(message) });
  }
  expect(await harness.import("file", path("nothing"))).toMatchObject({ ok: true, config: null });
});

test("they are listed by name in parts, links and what is being written left out", async () => {
  await mkdir(path("a/b"), { recursive: true });
  await mkdir(path("empty"));
  for (const name of ["a/1", "a/b/2", "a.txt", "z"]) await there(`in ${name}`, name);
  await there("x".repeat(600_000), "large");
  await there("half", "etc/.app.conf.0123456789abcdef.tmp");
  await symlink(at.outside, path("out"));
  await symlink(path("z"), path("y"));
  const harness = harnessOf();
  const parts = async (type: "file" | "directory") => {
    const names: (string | undefined)[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Awaited<ReturnType<typeof harness.list>> = await harness.list(type, {
        limit: 2,
        cursor: cursor ?? null,
      });
      expect(page.items?.length).toBeLessThanOrEqual(2);
      names.push(...(page.items ?? []).map(({ name }) => name ?? undefined));
      cursor = page.ok ? page.cursor : null;
    } while (cursor);
    return names;
  };
  expect(await parts("file")).toEqual(["a/1", "a/b/2", "a.txt", "large", "z"]);
  expect(await parts("directory")).toEqual(["a", "a/b", "empty", "etc"]);

  const { items } = await harness.list("file");
  expect(items).toMatchObject([
    { identity: path("a/1"), config: { path: "a/1", mode: "0640", content: "in a/1" } },
    { identity: path("a/b/2") },
    { identity: path("a.txt") },
    { identity: path("large"), config: null },
    { identity: path("z") },
  ]);
  const narrower = await harness.list("file", { config: { root: path("a") } });
  expect(narrower.items).toMatchObject([
    { identity: path("a/1"), config: { root: path("a"), path: "1", content: "in a/1" } },
    { config: { root: path("a"), path: "b/2" } },
  ]);
});

test("a list is cut where its configs get large", async () => {
  for (const name of ["a", "b", "c", "d"]) await there("x".repeat(500_000), name);
  const { items, ...page } = await harnessOf().list("file");
  expect(items?.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  expect(page).toMatchObject({ cursor: "c" });
});

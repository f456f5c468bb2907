import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeEach, expect, test } from "vitest";
import provider from "../src/index.ts";
import { useRoot } from "./support/root.ts";

const at = useRoot();
beforeEach(() => mkdir(at.root));

const HELLO = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

function file(more: Record<string, unknown> = {}) {
  return { root: at.root, path: "etc/app/hello.txt", content: "hello", ...more };
}

function refusal(message: RegExp) {
  return { ok: false, error: { kind: "config", message: expect.stringMatching(message) } };
}

const read = (path = "etc/app/hello.txt") => readFile(join(at.root, path), "utf8");

test("a file's life: written, healthy, changed, deleted", async () => {
  const harness = new ProviderHarness(provider);
  const path = join(at.root, "etc/app/hello.txt");
  expect(await harness.create("file", { config: file({ mode: "0640" }) })).toMatchObject({
    ok: true,
    outputs: { path, checksum: HELLO, size: 5 },
  });
  expect(await read()).toBe("hello");
  expect((await stat(path)).mode & 0o777).toBe(0o640);
  expect(await harness.read("file")).toMatchObject({ outputs: { path, checksum: HELLO, size: 5 } });
  expect(await harness.health("file")).toMatchObject({ health: { status: "healthy", details: { size: 5 } } });

  const inode = (await stat(path)).ino;
  expect(await harness.update("file", { config: file({ mode: "600" }) })).toMatchObject({
    outputs: { checksum: HELLO },
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(path)).ino, "the same content is not written again").toBe(inode);

  const bytes = Buffer.from([0, 255, 10]);
  const { content: _, ...binary } = file({ content_base64: bytes.toString("base64") });
  expect(await harness.update("file", { config: binary })).toMatchObject({ ok: true, outputs: { size: 3 } });
  expect(await readFile(path)).toEqual(bytes);

  expect(await harness.delete("file")).toMatchObject({ ok: true });
  expect(await readdir(join(at.root, "etc/app"))).toEqual([]);
  expect(await harness.delete("file", { config: file() })).toMatchObject({ ok: true });
  expect(await harness.read("file", { config: file() })).toMatchObject({ ok: true, outputs: null });
});

test("who reads meanwhile sees the old content or the new one, and nothing is left beside it", async () => {
  const harness = new ProviderHarness(provider);
  const contents = ["a", "b"].map((letter) => letter.repeat(300_000));
  await harness.create("file", { config: file({ content: contents[0] }) });
  let running = true;
  const seen = new Set<string>();
  const reader = (async () => {
    while (running) seen.add(await read());
  })();
  for (let round = 1; round <= 20; round += 1) {
    await harness.update("file", { config: file({ content: contents[round % 2] }) });
  }
  running = false;
  await reader;
  expect([...seen].every((content) => contents.includes(content))).toBe(true);
  expect(await readdir(join(at.root, "etc/app"))).toEqual(["hello.txt"]);
});

/** Writes the file again and again, each time with another content, until it is killed. */
const WRITER = `
  import { ProviderHarness } from "@pragma/sdk/provider/testing";
  import provider from "../src/index.ts";
  const config = JSON.parse(process.argv[1]);
  const harness = new ProviderHarness(provider);
  for (let round = 0; ; round++) await harness.update("file", { config: { ...config, content: String(round % 10).repeat(4_000_000) } });
`;

/** Kills a process while it writes the file. */
async function killWriter(): Promise<void> {
  const folder = join(at.root, "etc/app");
  const unfinished = async () => (await readdir(folder).catch(() => [])).some((name) => name.endsWith(".tmp"));
  for (;;) {
    const args = ["--input-type=module", "-e", WRITER, JSON.stringify(file({ overwrite: true }))];
    const writer = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ["ignore", "ignore", "inherit"] });
    const exit = once(writer, "exit");
    while (!(await unfinished()) && writer.exitCode === null);
    writer.kill("SIGKILL");
    expect(await exit).toEqual([null, "SIGKILL"]);
    // It may have been renamed in between.
    if (await unfinished()) return;
  }
}

test("what a killed process had begun to write is not left beside the file", async () => {
  const harness = new ProviderHarness(provider);
  await killWriter();
  expect(await harness.update("file", { config: file({ overwrite: true }) })).toMatchObject({ ok: true });
  expect(await readdir(join(at.root, "etc/app"))).toEqual(["hello.txt"]);
  await killWriter();
  expect(await harness.delete("file", { config: file({ overwrite: true }) })).toMatchObject({ ok: true });
  expect(await readdir(join(at.root, "etc/app"))).toEqual([]);
});

test("drift shows in health, and an update fixes it", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("file", { config: file() });
  const path = join(at.root, "etc/app/hello.txt");
  const health = async () => (await harness.health("file")).health;

  await writeFile(path, "jello");
  expect(await health()).toMatchObject({ status: "degraded", message: "Its content was changed" });
  expect(await harness.update("file", { config: file() })).toMatchObject({ ok: true });
  expect(await read()).toBe("hello");
  await chmod(path, 0o777);
  expect(await health()).toMatchObject({ status: "degraded", message: expect.stringMatching(/permissions are 0777/) });
  await harness.update("file", { config: file() });
  expect(await health()).toMatchObject({ status: "healthy" });
  await harness.delete("file", { config: file() });
  expect((await harness.health("file", { config: file() })).health).toMatchObject({ status: "unhealthy" });
});

test("a file of someone else is neither replaced nor deleted, unless it is asked for", async () => {
  const harness = new ProviderHarness(provider);
  await writeFile(join(at.root, "theirs"), "precious");
  const config = file({ path: "theirs" });
  const same = file({ path: "theirs", content: "precious" });
  for (const wanted of [config, same]) {
    expect(await harness.create("file", { config: wanted })).toMatchObject({
      error: { kind: "config", message: "theirs exists already", exists: join(at.root, "theirs") },
    });
    expect(await harness.delete("file", { config: wanted })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  }
  expect(await harness.delete("file", { config, mayExist: true })).toMatchObject({ logs: [{ level: "warn" }] });
  expect(await read("theirs")).toBe("precious");

  expect(await harness.create("file", { config: { ...config, overwrite: true } })).toMatchObject({ ok: true });
  expect(await read("theirs")).toBe("hello");
});

test("what an earlier attempt may have made is the resource's own", async () => {
  const harness = new ProviderHarness(provider);
  await writeFile(join(at.root, "half"), "hel");
  const config = file({ path: "half" });
  expect(await harness.create("file", { config, attempt: 2 })).toMatchObject({ ok: true });
  expect(await read("half")).toBe("hello");
  expect(await harness.delete("file", { config, outputs: null, mayExist: true })).toMatchObject({ ok: true });
  expect(await readdir(at.root)).toEqual([]);
});

test("a folder or a link in the file's place is left alone", async () => {
  const harness = new ProviderHarness(provider);
  await mkdir(join(at.root, "folder"));
  await writeFile(join(at.outside, "target"), "hello");
  await symlink(join(at.outside, "target"), join(at.root, "link"));
  const [folder, link] = [file({ path: "folder" }), file({ path: "link", overwrite: true, content: "evil" })];
  expect(await harness.create("file", { config: folder })).toMatchObject(refusal(/folder is a folder, and is neither/));
  expect(await harness.create("file", { config: link })).toMatchObject(refusal(/symbolic link or device/));
  const outputs = { path: "", checksum: "", size: 0 };
  for (const config of [folder, link]) {
    expect(await harness.delete("file", { config, outputs })).toMatchObject({ ok: true, logs: [{ level: "warn" }] });
  }
  expect(await readFile(join(at.outside, "target"), "utf8")).toBe("hello");
  expect((await readdir(at.root)).sort()).toEqual(["folder", "link"]);
});

test.each([
  ["an absolute path", "/etc/passwd", /relative to root/],
  ["two dots", "a/../../evil", /without \. and \.\./],
  ["two dots alone", "..", /without \. and \.\./],
  ["a dot", "./a", /without \. and \.\./],
  ["an empty name", "a//b", /single slashes/],
  ["a slash at the end", "a/", /single slashes/],
  ["a NUL", "a\0b", /NUL/],
  ["a link that leads out", "out/evil", /is a link that leads out/],
  ["a link beside the root with its name in front", "beside/evil", /is a link that leads out/],
  ["a link to nowhere", "nowhere/evil", /leads nowhere/],
  ["a file on the way", "plain/evil", /plain is not a folder/],
  ["a name that is too long", "x".repeat(300), /too long/],
])("%s is refused by every handler", async (_what, path, message) => {
  await mkdir(join(at.outside, "root-beside"));
  await symlink(at.outside, join(at.root, "out"));
  await symlink(join(at.outside, "root-beside"), join(at.root, "beside"));
  await symlink(join(at.root, "missing"), join(at.root, "nowhere"));
  await writeFile(join(at.root, "plain"), "");
  const harness = new ProviderHarness(provider);
  const config = file({ path });
  expect(await harness.create("file", { config })).toMatchObject(refusal(message));
  expect(await harness.update("file", { config })).toMatchObject(refusal(message));
  expect(await harness.delete("file", { config })).toMatchObject(refusal(message));
  expect(await harness.health("file", { config })).toMatchObject({ health: { status: "unhealthy" } });
  expect((await readdir(at.outside)).sort()).toEqual(["root", "root-beside"]);
  expect(await readdir(join(at.outside, "root-beside"))).toEqual([]);
});

test("a link that stays inside is followed, and the root may be one", async () => {
  await mkdir(join(at.root, "real"));
  await symlink("real", join(at.root, "alias"));
  await symlink(at.root, join(at.outside, "root-link"));
  const config = file({ root: join(at.outside, "root-link"), path: "alias/a" });
  expect(await new ProviderHarness(provider).create("file", { config })).toMatchObject({
    outputs: { path: join(at.root, "real/a") },
  });
});

test.each([
  ["a root that is not there", { root: "/no/such/root" }, /there is no folder \/no\/such\/root/],
  ["a relative root", { root: "root" }, /must be an absolute path/],
  ["no content", { content: undefined }, /either content or content_base64/],
  ["two contents", { content_base64: "aGk=" }, /either content or content_base64/],
  ["bad base64", { content: undefined, content_base64: "aGk" }, /not valid base64/],
  ["a mode with setuid", { mode: "4755" }, /config\.mode/],
])("%s is refused", async (_what, more, message) => {
  const config = Object.fromEntries(Object.entries(file(more)).filter(([, value]) => value !== undefined));
  expect(await new ProviderHarness(provider).create("file", { config: config as never })).toMatchObject(
    refusal(message),
  );
  expect(await readdir(at.root)).toEqual([]);
});

test("retain keeps the file; its place cannot change", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("file", { config: file({ deletion_policy: "retain" }) });
  expect(await harness.update("file", { config: file({ path: "elsewhere" }) })).toMatchObject(
    refusal(/config\.path: cannot be changed/),
  );
  expect(await harness.delete("file")).toMatchObject({ ok: true, logs: [{ message: expect.stringMatching(/stays/) }] });
  expect(await read()).toBe("hello");
});

test("fifty files at once below folders that are not there yet", async () => {
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      new ProviderHarness(provider).create("file", { config: file({ path: `a/b/${index % 5}/${index}` }) }),
    ),
  );
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
});

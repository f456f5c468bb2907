import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { archiveOf, build, buildError, manifest, providerModule } from "./helpers.ts";
import { type RawEntry, rawArchive } from "./tar-entries.ts";

const GOOD: RawEntry[] = [
  { path: "package/package.json", content: manifest() },
  { path: "package/index.js", content: providerModule() },
];

const HOSTILE: { name: string; entries: RawEntry[]; told: RegExp }[] = [
  {
    name: "a path upwards",
    entries: [{ path: "package/../../evil" }],
    told: /holds package\/\.\.\/\.\.\/evil, which leads out/,
  },
  { name: "an absolute path", entries: [{ path: "/etc/evil" }], told: /holds \/etc\/evil, which leads out/ },
  {
    name: "a device",
    entries: [{ path: "package/disk", type: "BlockDevice", devmaj: 8, devmin: 0 }],
    told: /holds package\/disk, a BlockDevice: only files, folders and links are allowed/,
  },
  { name: "a pipe", entries: [{ path: "package/pipe", type: "FIFO" }], told: /holds package\/pipe, a FIFO/ },
  {
    name: "a link to a file of the system",
    entries: [{ path: "package/link", type: "SymbolicLink", linkpath: "/etc/passwd" }],
    told: /link|absolute/i,
  },
  {
    name: "a link upwards",
    entries: [{ path: "package/link", type: "SymbolicLink", linkpath: "../../../archive.tar.gz" }],
    told: /link/i,
  },
  {
    name: "a hard link to a file of the system",
    entries: [{ path: "package/link", type: "Link", linkpath: "/etc/passwd" }],
    told: /link|absolute/i,
  },
  {
    name: "a file through a link",
    entries: [
      { path: "package/out", type: "SymbolicLink", linkpath: ".." },
      { path: "package/out/evil", content: "x" },
    ],
    told: /cannot be unpacked|leads out of it/i,
  },
  {
    name: "links that lead out together",
    entries: [
      { path: "package/a/b", type: "Directory" },
      { path: "package/a/b/top", type: "SymbolicLink", linkpath: "../.." },
      { path: "package/c/link", type: "SymbolicLink", linkpath: "../a/b/top/../../.." },
    ],
    told: /link/i,
  },
  {
    name: "a link to nowhere",
    entries: [{ path: "package/link", type: "SymbolicLink", linkpath: "nothing" }],
    told: /link.*or nowhere/,
  },
];

test.for(HOSTILE)("$name", async ({ entries, told }) => {
  const message = await buildError(rawArchive([...GOOD, ...entries]));
  expect(message).toMatch(/^The archive /);
  expect(message).toMatch(told);
});

test("links inside the tree, modes that close files and setuid bits are harmless", async () => {
  const archive = rawArchive([
    { path: "package", type: "Directory", mode: 0 },
    ...GOOD.map((entry) => ({ ...entry, mode: 0o6000 })),
    { path: "package/lib", type: "SymbolicLink", linkpath: "." },
  ]);
  expect(Object.keys((await build(archive)).description.types)).toEqual(["thing"]);
});

test("a flat archive, and the same below a folder of another name", async () => {
  const source = { "package.json": manifest(), "index.js": providerModule() };
  const flat = await build(await archiveOf(source, ""));
  const nested = await build(
    rawArchive(GOOD.map((entry) => ({ ...entry, path: entry.path.replace("package/", "mine-1.0/") }))),
  );
  expect(nested.artefactHash).toBe(flat.artefactHash);
});

test("what is not gzip, not tar, or truncated", async () => {
  const whole = rawArchive([
    ...GOOD,
    { path: "package/data", content: Buffer.alloc(100_000, Math.random().toString()) },
  ]);
  for (const broken of [
    Buffer.from("PK\u0003\u0004 this is a zip"),
    gzipSync("this is no tar"),
    whole.subarray(0, whole.length / 2),
    Buffer.alloc(0),
  ]) {
    expect(await buildError(broken)).toMatch(/^The archive (cannot be unpacked|has no package\.json)/);
  }
});

test("more entries than allowed", async () => {
  const many = Array.from({ length: 50 }, (_, number) => ({ path: `package/file-${number}` }));
  expect(await buildError(rawArchive([...GOOD, ...many]), { limits: { files: 40 } })).toBe(
    "The archive has more than 40 entries",
  );
});

test("more bytes than allowed: as the headers say, and in no entry at all", async () => {
  const limits = { unpackedBytes: 1_000_000, files: 100 };
  const bomb = [...GOOD, { path: "package/zeros", content: Buffer.alloc(2_000_000) }];
  expect(await buildError(rawArchive(bomb), { limits })).toBe("The archive unpacks to more than 1000000 bytes");
  const padded = gzipSync(Buffer.alloc(50_000_000));
  expect(await buildError(padded, { limits })).toMatch(
    /^The archive (unpacks to more than \d+ bytes|cannot be unpacked|has no package\.json)/,
  );
});

test("a source that grows beyond the disk it may use", async () => {
  const archive = rawArchive([...GOOD, { path: "package/data", content: Buffer.alloc(3_000_000, "x") }]);
  expect(await buildError(archive, { limits: { diskBytes: 1_000_000 } })).toBe(
    "Source and dependencies take more than 1000000 bytes",
  );
});

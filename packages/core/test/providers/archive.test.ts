import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DomainError } from "../../src/foundation/common/errors.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../src/foundation/common/settings.ts";
import { ArchiveReader, checkManifest } from "../../src/providers/archive/index.ts";
import {
  archiveOf,
  ENTRY,
  inChunks,
  manifestEntry,
  providerArchive,
  type TestEntry,
  tarOf,
} from "../support/archive.ts";

/** `code message`, or `ok`. */
async function verdict(archive: Buffer, settings: Partial<Settings> = {}, chunk?: number): Promise<string> {
  const reader = new ArchiveReader({ ...DEFAULT_SETTINGS, ...settings });
  try {
    for await (const part of inChunks(archive, chunk)) await reader.write(part);
    checkManifest(await reader.end(), "acme");
    return "ok";
  } catch (error) {
    const { code, message } = error as DomainError;
    return `${code} ${message}`;
  } finally {
    reader.close();
  }
}

/** Writes into the first header of a tar, and makes its checksum fit. */
function withHeader(tar: Buffer, words: string, at: number): void {
  tar.write(words, at, "latin1");
  tar.write("        ", 148, "latin1");
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
}

const file = (name: string): TestEntry => ({ name, content: "x" });
const folder = (name: string): TestEntry => ({ name, type: "directory" });
const link = (name: string, linkname: string): TestEntry => ({ name, type: "symlink", linkname });
const hardLink = (name: string, linkname: string): TestEntry => ({ name, type: "link", linkname });

describe("an archive that is accepted", () => {
  it.each<[string, () => Promise<Buffer>]>([
    ["is flat", () => providerArchive("acme")],
    [
      "has ./ in front of its names",
      () => archiveOf(folder("./"), manifestEntry("acme", {}, "./package.json"), file("./index.ts")),
    ],
    [
      "has a folder that holds everything, as npm pack makes it",
      () =>
        archiveOf(
          file("package/index.ts"),
          file("package/src/a.ts"),
          manifestEntry("acme", {}, "package/package.json"),
        ),
    ],
    [
      "has links inside",
      () =>
        providerArchive("acme", file("a/b.ts"), link("a/c.ts", "../index.ts"), link("d", "a"), link("e", "./a/b.ts")),
    ],
    ["has a hard link to a file before it", () => providerArchive("acme", hardLink("copy.ts", "index.ts"))],
    ["has a folder twice", () => providerArchive("acme", folder("src"), file("src/a.ts"), folder("src/"))],
    ["has names of 255 bytes", () => providerArchive("acme", file("é".repeat(127)))],
    ["has large files", () => providerArchive("acme", { name: "data", content: randomBytes(3_000_000) })],
    [
      "names its entry in exports",
      () =>
        archiveOf(
          manifestEntry("acme", { exports: { ".": { types: "./t.d.ts", import: "./src/main.ts" } } }),
          file("src/main.ts"),
        ),
    ],
    [
      "leaves an extension to be found",
      () => archiveOf(manifestEntry("acme", { main: "./lib" }), file("lib/index.ts")),
    ],
    ["says nothing of an entry", () => archiveOf(manifestEntry("acme", { main: undefined }), file("index.js"))],
  ])("%s", async (_what, archive) => {
    expect(await verdict(await archive())).toBe("ok");
    expect(await verdict(await archive(), {}, 1_000_000)).toBe("ok");
  });
});

describe("what is not an archive", () => {
  const whole = (): Promise<Buffer> => providerArchive("acme", { name: "data", content: randomBytes(100_000) });
  it.each<[string, () => Promise<Buffer>, RegExp]>([
    ["nothing", async () => Buffer.alloc(0), /is empty/],
    ["one byte", async () => Buffer.from([0x1f]), /is cut off/],
    ["a zip", async () => Buffer.from("PK\u0003\u0004 and so on"), /is not gzip/],
    ["a tar that is not compressed", () => tarOf(file("package.json")), /is not gzip/],
    ["gzip of something else", async () => gzipSync(randomBytes(5000)), /tar data is broken/],
    ["gzip of a few bytes", async () => gzipSync("not a tar"), /is cut off/],
    ["a gzip that is cut off", async () => (await whole()).subarray(0, 50_000), /is cut off/],
    ["a gzip without its end", async () => (await whole()).subarray(0, -4), /is cut off/],
    [
      "a tar that is cut off",
      async () => gzipSync((await tarOf(file("a"), { name: "b", content: randomBytes(2000) })).subarray(0, 2000)),
      /is cut off/,
    ],
    [
      "broken compressed data",
      async () => {
        const bytes = await whole();
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8);
        return bytes;
      },
      /compressed data is broken/,
    ],
  ])("%s is invalid", async (_what, archive, reason) => {
    expect(await verdict(await archive())).toMatch(
      /^invalid_archive The upload is not a gzip-compressed tar archive: /,
    );
    expect(await verdict(await archive())).toMatch(reason);
  });
});

describe("what is too large", () => {
  const limits = { maxUnpackedBytes: 1_000_000, maxArchiveFiles: 100, maxArchiveBytes: 100_000 };
  const bomb = (size: number): TestEntry => ({ name: "zeros", content: Buffer.alloc(size) });

  it("packed", async () => {
    const archive = await providerArchive("acme", { name: "data", content: randomBytes(101_000) });
    expect(await verdict(archive, limits)).toBe("payload_too_large The archive is larger than 100000 bytes");
  });

  it("unpacked", async () => {
    expect(await verdict(await providerArchive("acme", bomb(1_000_000)), limits)).toMatch(
      /unpacks to more than 1000000/,
    );
    expect(await verdict(await archiveOf(bomb(2_000_000)), limits)).toMatch(/^payload_too_large .*unpacks to more/);
  });

  it("unpacked, outside of file contents", async () => {
    const headers = await tarOf(bomb(10));
    const padding = Buffer.concat([headers.subarray(0, 1024), Buffer.alloc(3_000_000)]);
    expect(await verdict(gzipSync(padding), limits)).toMatch(/^payload_too_large .*unpacks to more/);
  });

  it("in files, and in folders that paths imply", async () => {
    const many = Array.from({ length: 101 }, (_, index) => file(`f${index}`));
    expect(await verdict(await archiveOf(...many), limits)).toBe(
      "payload_too_large The archive holds more than 100 files",
    );
    const deep = Array.from({ length: 10 }, (_, index) => file(`${index}${"/d".repeat(60)}/f`));
    expect(await verdict(await archiveOf(...deep), limits)).toMatch(/holds more than 100 files/);
  });

  it("by a false length", async () => {
    const tar = await tarOf({ name: "a", content: "x" });
    // The size in its header says 8 GiB.
    withHeader(tar, "77777777777", 124);
    expect(await verdict(gzipSync(tar), limits)).toMatch(/^payload_too_large/);
  });

  it.each([
    ["attributes of an entry", "x"],
    ["attributes of all that follow", "g"],
    ["a name", "L"],
    ["where a link leads", "K"],
  ])("in %s, which each entry would cost as much as", async (_what, kind) => {
    const attributes = Array.from({ length: 2500 }, (_, index) => `9 ${String(index).padStart(5, "0")}=\n`).join("");
    const header = await tarOf({ name: "header", content: attributes });
    withHeader(header, kind, 156);
    const end = header.length - 1024;
    const archive = gzipSync(Buffer.concat([header.subarray(0, end), await tarOf(manifestEntry("acme"), ENTRY)]));
    expect(await verdict(archive)).toBe("payload_too_large The archive has a header of more than 16384 bytes");
  });

  it("in many headers", async () => {
    const header = await tarOf({ name: "header", content: "9 00000=\n".repeat(1800) });
    withHeader(header, "x", 156);
    const one = header.subarray(0, header.length - 1024);
    const archive = gzipSync(Buffer.concat([...Array<Buffer>(1100).fill(one), await tarOf(ENTRY)]));
    expect(await verdict(archive)).toBe("payload_too_large The archive has more than 16777216 bytes of headers");
  });
});

describe("an archive that is refused", () => {
  it.each<[string, TestEntry[], RegExp]>([
    ["a path out of it", [file("../evil.ts")], /\.\.\/evil\.ts leads out of the archive/],
    ["a path out of it on the way", [file("a/../../evil.ts")], /leads out of the archive/],
    ["an absolute path", [file("/etc/cron.d/evil")], /is an absolute path/],
    ["a backslash", [file("..\\evil")], /backslash/],
    ["a control character", [file("a\nb")], /a\\nb has control characters/],
    ["a long name", [file("x".repeat(256))], /longer than 1024 bytes, or a name in it than 255/],
    ["a long path", [file(`${"abcdefg/".repeat(40)}${"x/".repeat(20)}${"y".repeat(800)}`)], /longer than/],
    ["a deep path", [file(`${"d/".repeat(64)}f`)], /more than 64 folders deep/],
    ["the same file twice", [file("a.ts"), file("./a.ts")], /a\.ts is there twice/],
    ["a file where a folder is", [file("a/b"), file("a")], /is there twice/],
    ["a folder where a file is", [file("a"), file("a/b")], /lies in a, which is a file/],
    [
      "a link to an absolute path",
      [link("passwd", "/etc/passwd")],
      /passwd is a link that leads out of the archive: \/etc\/passwd/,
    ],
    ["a link out of it", [link("a/up", "../../secrets")], /leads out/],
    [
      "a link that climbs behind a name",
      [file("p/q/f"), link("p/q/s", "../.."), link("z", "p/q/s/../..")],
      /z is a link that leads out/,
    ],
    ["a file behind a link", [file("a/f"), link("l", "a"), file("l/g")], /l\/g lies behind the link l/],
    ["a link where a folder is", [file("a/f"), link("a", "..")], /leads out|twice/],
    ["an empty link", [link("a", "")], /leads out|broken/],
    ["a hard link out of it", [hardLink("a", "../../etc/shadow")], /leads out of the archive/],
    ["a hard link to an absolute path", [hardLink("a", "/etc/shadow")], /absolute path/],
    [
      "a hard link to a symbolic one",
      [link("l", "index.ts"), hardLink("a", "l")],
      /is a hard link to l, which is not a file/,
    ],
    ["a hard link to nothing", [hardLink("a", "b")], /not a file that comes before it/],
    ["a device", [{ name: "null", type: "character-device", devmajor: 1, devminor: 3 }], /is a character-device/],
    ["a block device", [{ name: "sda", type: "block-device" }], /is a block-device/],
    ["a pipe", [{ name: "pipe", type: "fifo" }], /is a fifo/],
  ])("for %s", async (_what, entries, reason) => {
    const first = await verdict(await archiveOf(...entries, manifestEntry("acme"), ENTRY));
    const last = await verdict(await archiveOf(manifestEntry("acme"), ENTRY, ...entries));
    expect(last).toMatch(/^validation_failed /);
    expect(last).toMatch(reason);
    expect(first).toMatch(/^validation_failed /);
  });

  it.each<[string, TestEntry[], RegExp]>([
    ["no package.json", [ENTRY], /no package\.json/],
    [
      "package.json in one folder of two",
      [manifestEntry("acme", {}, "a/package.json"), file("a/index.ts"), file("b/f")],
      /no package\.json/,
    ],
    ["package.json that is a link", [ENTRY, link("package.json", "index.ts")], /no package\.json/],
    ["package.json that is no JSON", [{ name: "package.json", content: "{," }, ENTRY], /not valid JSON/],
    ["package.json that is not an object", [{ name: "package.json", content: "[]" }, ENTRY], /must be a JSON object/],
    ["package.json of 2 MB", [{ name: "package.json", content: " ".repeat(2_000_000) }, ENTRY], /larger than 1 MiB/],
    ["no pragma field", [{ name: "package.json", content: "{}" }, ENTRY], /must have "pragma": {"provider": "acme"}/],
    ["another provider", [manifestEntry("other"), ENTRY], /is the provider "other", but was pushed as "acme"/],
    [
      "another network",
      [manifestEntry("acme", { pragma: { provider: "acme", network: "all" } }), ENTRY],
      /"host" or "none"/,
    ],
    ["no entry", [manifestEntry("acme", { main: undefined })], /names no entry/],
    [
      "an entry that is not there",
      [manifestEntry("acme", { main: "./dist/main.js" }), ENTRY],
      /"\.\/dist\/main\.js" is not in the archive/,
    ],
    [
      "exports without the package itself",
      [manifestEntry("acme", { exports: { "./x": "./index.ts" } }), ENTRY],
      /exports names no module/,
    ],
  ])("for %s", async (_what, entries, reason) => {
    const answer = await verdict(await archiveOf(...entries));
    expect(answer).toMatch(/^validation_failed /);
    expect(answer).toMatch(reason);
  });
});

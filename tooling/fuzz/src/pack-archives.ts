import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Archive, FUZZ_PROVIDER, PASSING_PROVIDERS } from "@pragma/testing/fuzz";

const SOURCE = fileURLToPath(new URL("../provider", import.meta.url));

/** The provider of the run, as its author would pack it. */
export function packFuzzProvider(): Buffer<ArrayBuffer> {
  return tarOf("-C", SOURCE, ".");
}

/** Packs what requests push: a package, one of another name, and what is none. */
export function packArchives(): Record<Archive, Buffer> {
  return {
    provider: packageOf(PASSING_PROVIDERS[0]),
    "other-provider": packageOf(FUZZ_PROVIDER),
    nothing: gzipSync(Buffer.alloc(1024)),
    climbing: tarOf("--absolute-names", "--transform", "s,.*,../../outside,", "-C", SOURCE, "package.json"),
    "no-tar": gzipSync(Buffer.from("not a tar")),
  };
}

function packageOf(provider: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "pragma-fuzz-provider-"));
  try {
    const manifest = { name: provider, version: "1.0.0", type: "module", main: "index.js", pragma: { provider } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "index.js"), PASSING);
    return tarOf("-C", folder, ".");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PASSING = `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
const write = async ({ config }) => ({ text: config.text });
export default defineProvider({ resources: { note: defineResource({
  config: z.object({ text: z.string() }), outputs: z.object({ text: z.string() }),
  create: write, update: write, async delete() {},
}) } });
`;

function tarOf(...args: string[]): Buffer<ArrayBuffer> {
  return Buffer.from(execFileSync("tar", ["-czf", "-", ...args]));
}

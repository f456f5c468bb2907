import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../provider", import.meta.url));

export interface Package {
  /** Under which the provider is pushed. */
  readonly provider: "chaos" | "brief";
  readonly release: string;
  /** Where the world outside listens. */
  readonly port: number;
}

/** Packs the test provider as its author would: a gzip-compressed tar of its folder. */
export function packProvider({ provider, release, port }: Package): Buffer<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), "pragma-chaos-provider-"));
  try {
    cpSync(SOURCE, folder, { recursive: true });
    const text = `export const PORT: number = ${port};\nexport const RELEASE: string = ${JSON.stringify(release)};\n`;
    const manifest = join(folder, "package.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"provider": "chaos"', `"provider": "${provider}"`));
    writeFileSync(join(folder, "src", "settings.ts"), text);
    return Buffer.from(execFileSync("tar", ["-czf", "-", "-C", folder, "."]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

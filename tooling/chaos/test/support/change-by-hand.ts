import { hash } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceDrift } from "@pragma/sdk";
import { type FileClient, keyOf } from "./file-client.ts";

/** Only ends what hangs. */
const PATIENCE_MS = 150_000;

/**
 * Changes a file by hand and waits until the API says that this was found, again and again until `enough` aborts. Every other change
 * stays for one more check, which has nothing to tell.
 * @returns the checksums of what was written
 */
export async function changeByHand(files: FileClient, name: string, enough: AbortSignal): Promise<string[]> {
  const path = files.path(name);
  const written: string[] = [];
  while (!enough.aborted) {
    const content = `by hand ${written.length}`.padEnd(20);
    const checksum = `sha256:${hash("sha256", content)}`;
    // At once: a check that met a half-written file would be right to tell of it.
    await writeFile(`${path}.new`, content, { mode: 0o644 });
    await rename(`${path}.new`, path);
    written.push(checksum);
    const { checked_at: found } = await untilDrift(files, name, `${checksum} is found`, ({ changes }) =>
      changes.some((change) => change.path === "outputs.checksum" && change.found === checksum),
    );
    if (written.length % 2 === 0) continue;
    await untilDrift(files, name, "it is checked again", ({ checked_at: checked }) => checked !== found);
  }
  return written;
}

async function untilDrift(
  files: FileClient,
  name: string,
  what: string,
  holds: (drift: ResourceDrift) => boolean,
): Promise<ResourceDrift> {
  for (const end = performance.now() + PATIENCE_MS; ; await sleep(50)) {
    const drift = await files.pragma.resources.drift(keyOf(name));
    if (holds(drift)) return drift;
    if (performance.now() > end) throw new Error(`${name}: waited in vain until ${what}: ${JSON.stringify(drift)}`);
  }
}

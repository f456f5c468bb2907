import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { strongSandboxes } from "./kinds.ts";
import { descendantsOf, remaining } from "./process-tree.ts";

const kinds = [...strongSandboxes.map(({ kind }) => kind), "none"];

test.runIf(process.platform === "linux").each(kinds)(
  "a provider whose platform is killed ends by itself: %s",
  async (kind) => {
    const script = fileURLToPath(new URL("../providers/owner.ts", import.meta.url));
    const owner = spawn(process.execPath, [script, kind], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void owner.kill("SIGKILL"));
    await once(owner.stdout, "data");
    const started = descendantsOf(Number(owner.pid));
    expect(started.length).toBeGreaterThan(0);

    owner.kill("SIGKILL");

    await expect.poll(() => remaining(started)).toEqual([]);
  },
);

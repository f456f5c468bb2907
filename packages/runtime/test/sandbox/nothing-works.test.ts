import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const SOURCE = fileURLToPath(new URL("../../src/sandbox/detect-sandbox.ts", import.meta.url));
const NOBODY = 65534;

/** Detects as an account that has no rights, with a bubblewrap that does not work. */
function detect(options: object): string {
  const folder = mkdtempSync(join(tmpdir(), "pragma-no-sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  const bwrap = join(folder, "bwrap");
  writeFileSync(bwrap, "#!/bin/sh\necho no namespaces here >&2\nexit 1\n", { mode: 0o755 });
  const program = `const { detectSandbox } = await import(${JSON.stringify(SOURCE)});
    console.log(await detectSandbox(${JSON.stringify(options)}).then(({ kind }) => kind, ({ name, message }) => name + ": " + message));`;
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    ...account,
    cwd: "/",
    env: { PATH: folder },
    encoding: "utf8",
  });
  return stdout.trim() || stderr;
}

it("if nothing works, a sandbox is refused, unless none is named, or the caller will name it", () => {
  const refusal = detect({});
  expect(refusal).toContain(
    "SandboxError: No sandbox works here: bubblewrap: a trial exited with code 1: no namespaces here",
  );
  expect(refusal).toContain("set PRAGMA_SANDBOX=none");
  expect(detect({ require: "bubblewrap" })).toContain('SandboxError: The sandbox "bubblewrap" is required');
  expect(detect({ require: "none" })).toBe("none");
  expect(detect({ orNone: true })).toBe("none");
});

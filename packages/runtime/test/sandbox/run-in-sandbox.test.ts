import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { PlainSandbox } from "../../src/index.ts";
import { printedBy, strongSandboxes } from "./kinds.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

describe.each([...strongSandboxes, new PlainSandbox("for a test")])("$kind", (sandbox) => {
  const sh = (script: string, more = {}) => printedBy(sandbox, ["/bin/sh", "-c", script], more);

  test("gives the environment that is named and nothing else", async () => {
    const { output } = await sh("env", { env: { COLOUR: "blue", EMPTY: "", LINES: "a\nb" } });

    expect(
      output
        .replace(/^PWD=.*\n/m, "")
        .split("\n")
        .toSorted(),
    ).toEqual(["", "COLOUR=blue", "EMPTY=", "LINES=a", "b"].toSorted());
  });

  test("runs in an empty directory that is removed with it, and can write there", async () => {
    const { output, code } = await sh("ls -A; echo text > file; cat file; pwd");

    expect(code).toBe(0);
    const [text, path = ""] = output.split("\n");
    expect(text).toBe("text");
    expect(() => statSync(path)).toThrow("ENOENT");
  });

  test("reads mounts, and writes into those that are writable", async () => {
    writeFileSync(join(folder, "input"), "given");
    const mounts = [{ path: folder, writable: true }];

    const { output, code } = await sh("cat input > output; chmod 600 output; cat output", { mounts, cwd: folder });

    expect({ output, code }).toEqual({ output: "given", code: 0 });
    expect(statSync(join(folder, "output")).size).toBe(5);
  });

  test("reports how it ended", async () => {
    expect(await sh("exit 7")).toMatchObject({ code: 7, signal: null, timedOut: false });
    expect(await sh("kill -SEGV $$")).toMatchObject({ code: null, signal: "SIGSEGV", timedOut: false });
    expect(await sh("echo out; echo err >&2")).toMatchObject({
      output: expect.stringMatching(/out\n[\s\S]*err|err\n[\s\S]*out/),
    });
  });

  test("ends what takes too long, with all that it started", async () => {
    const { timedOut, output } = await sh("sleep 600 & echo $!; wait", { timeoutMs: 500, network: "none" });

    expect(timedOut).toBe(true);
    expect(Number(output)).toBeGreaterThan(0);
  });

  test("can be aborted, before and after its start", async () => {
    const abort = new AbortController();
    const running = sh("echo ready; sleep 600", {
      signal: abort.signal,
      onOutput: () => abort.abort(new Error("no more")),
    });

    await expect(running).rejects.toThrow("no more");
    await expect(sh("true", { signal: AbortSignal.abort(new Error("not at all")) })).rejects.toThrow("not at all");
  });
});

describe.each(strongSandboxes)("$kind", (sandbox) => {
  test("cannot change a mount that is not writable, or read what it has no access to", async () => {
    writeFileSync(join(folder, "secret"), "for us alone", { mode: 0o600 });
    const mounts = [{ path: folder }];

    const { output } = await printedBy(sandbox, ["/bin/sh", "-c", "cat secret; echo x > secret; echo x > new"], {
      mounts,
      cwd: folder,
    });

    expect(output).not.toContain("for us alone");
    expect(statSync(join(folder, "secret")).size).toBe("for us alone".length);
    expect(() => statSync(join(folder, "new"))).toThrow("ENOENT");
  });

  test("names a missing program", async () => {
    const { code, output } = await printedBy(sandbox, ["/no/such/program"]);

    expect(code).not.toBe(0);
    expect(output).toMatch(/\/no\/such\/program/);
  });
});

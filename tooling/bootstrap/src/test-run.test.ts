import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import ErrorReporter from "../lib/error-reporter.mjs";
import { installFingerprint } from "../lib/fingerprint.mjs";
import { countBrowserReport } from "../lib/playwright.mjs";
import { ensureRequirement } from "../lib/requirements.mjs";
import { Tally } from "../lib/tally.mjs";
import { countReport } from "../lib/vitest.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "test-run-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function report(
  passed: number,
  failed: number,
  files: { name?: string; status: string; message?: string; assertionResults: object[] }[] = [],
) {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: files.map((file) => ({ name: "/project/some.test.ts", ...file })),
  });
}

describe("countReport", () => {
  it("counts what passed, failed and was skipped", () => {
    expect(countReport({ text: report(3, 0) }, true, "/project")).toEqual({
      counts: { passed: 3, failed: 0, skipped: 1 },
      problem: null,
    });
    expect(countReport({ text: report(3, 2) }, false, "/project").counts).toMatchObject({
      passed: 3,
      failed: 2,
      skipped: 1,
    });
  });

  it.each(["", "{", "null", "[]", '{"numPassedTests":3}'])("takes %j for a failure", (text) => {
    expect(countReport({ text }, true, "/project")).toEqual({
      counts: { passed: 0, failed: 1, skipped: 0 },
      problem: "Vitest left no readable report",
    });
  });

  it("counts a file that cannot be loaded", () => {
    const files = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "failed" }] },
    ];
    expect(countReport({ text: report(3, 1, files) }, false, "/project").counts.failed).toBe(2);
  });

  it("names what failed, with the beginning of its error", () => {
    const files = [
      { status: "failed", message: "Cannot find module", assertionResults: [] },
      {
        name: "/project/packages/db/test/pooler.test.ts",
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "the pooler is left out" },
          {
            status: "failed",
            fullName: "the pooler is found",
            failureMessages: [`\u001b[31mError: write EPIPE\u001b[39m\n${"    at somewhere\n".repeat(40)}`],
          },
        ],
      },
    ];
    const [file, test, ...others] = countReport({ text: report(1, 1, files) }, false, "/project").counts.failures ?? [];
    expect(file).toBe("some.test.ts\n  Cannot find module");
    expect(test?.split("\n").slice(0, 2)).toEqual([
      "packages/db/test/pooler.test.ts > the pooler is found",
      "  Error: write EPIPE",
    ]);
    expect(test?.split("\n").length).toBe(13);
    expect(others).toEqual([]);
  });

  it("fails a run that failed beside its tests, which it names, or had none", () => {
    expect(countReport({ text: report(3, 0) }, false, "/project").counts.failed).toBe(1);
    const errors = ["Unhandled Rejection in /project/some.test.ts\nError: write EPIPE"];
    expect(countReport({ text: report(3, 0), errors }, false, "/project").counts).toMatchObject({
      failed: 1,
      failures: ["Beside the tests\n  Unhandled Rejection in /project/some.test.ts\n  Error: write EPIPE"],
    });
    expect(countReport({ text: report(0, 0) }, true, "/project").counts.failed).toBe(1);
  });
});

describe("ErrorReporter", () => {
  it("says what an error beside the tests was caused by", () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv("PRAGMA_TEST_ERRORS", join(folder, "errors.json"));
    const cause = new Error("Worker exited unexpectedly with signal SIGSEGV", { cause: new Error("the first") });
    const error = { type: "Unhandled Error", message: "Worker forks emitted error.", stack: "", cause };

    new ErrorReporter().onTestRunEnd([], [error]);

    expect(JSON.parse(readFileSync(join(folder, "errors.json"), "utf8"))).toEqual([
      "Unhandled Error\nWorker forks emitted error.\nCaused by: Worker exited unexpectedly with signal SIGSEGV\nCaused by: the first",
    ]);
  });
});

function browserReport(
  tests: { status: string; expectedStatus?: string; results?: object[] }[],
  errors: unknown[] = [],
) {
  const specs = tests.map((test) => ({
    title: "shows itself",
    file: "page.spec.ts",
    line: 7,
    tests: [{ expectedStatus: "passed", ...test }],
  }));
  // A file with one test of its own and the others in a group.
  return JSON.stringify({ suites: [{ specs: specs.slice(0, 1), suites: [{ specs: specs.slice(1) }] }], errors });
}

describe("countBrowserReport", () => {
  const passed = { status: "expected" };

  it("counts what passed, failed and was skipped, in groups as well", () => {
    const skipped = { status: "skipped", expectedStatus: "skipped" };
    expect(countBrowserReport(browserReport([passed, passed, skipped]), true)).toEqual({
      counts: { passed: 2, failed: 0, skipped: 1 },
      problem: null,
    });
    const unexpected = { status: "unexpected", results: [{ error: { message: "It did not." } }] };
    expect(countBrowserReport(browserReport([passed, unexpected, passed]), false)).toEqual({
      counts: { passed: 2, failed: 1, skipped: 0, failures: ["page.spec.ts:7 > shows itself\n  It did not."] },
      problem: null,
    });
  });

  it("counts a test as failed that failed before it passed, or did not run to its end", () => {
    const interrupted = { status: "skipped", expectedStatus: "passed" };
    expect(countBrowserReport(browserReport([{ status: "flaky" }, interrupted, passed]), true).counts).toMatchObject({
      passed: 1,
      failed: 2,
      skipped: 0,
    });
  });

  it.each(["", "{", "null", "[]", '{"suites":[]}'])("takes %j for a failure", (text) => {
    expect(countBrowserReport(text, true)).toEqual({
      counts: { passed: 0, failed: 1, skipped: 0 },
      problem: "Playwright left no readable report",
    });
  });

  it("fails a run that failed beside its tests, or had none", () => {
    expect(countBrowserReport(browserReport([passed]), false).counts.failed).toBe(1);
    expect(countBrowserReport(browserReport([passed], [{ message: "no stack" }]), true).counts.failed).toBe(1);
    expect(countBrowserReport(browserReport([]), true).counts.failed).toBe(1);
    const skipped = { status: "skipped", expectedStatus: "skipped" };
    expect(countBrowserReport(browserReport([skipped]), true).counts.failed).toBe(1);
  });
});

describe("Tally", () => {
  it("ends with the count, after what was not run", () => {
    const tally = new Tally();
    tally.add("Build", { passed: 1, failed: 0, skipped: 0 });
    tally.add("unit", {
      passed: 4,
      failed: 2,
      skipped: 1,
      failures: ["a.test.ts > adds\n  Error: 3", "b.test.ts > takes"],
    });
    tally.notRun("browser tests: chromium is missing");
    expect(tally.failed).toBe(2);
    expect(tally.summary().split("\n").slice(1)).toEqual([
      "  ✓ Build: 1 passed, 0 failed",
      "  ✗ unit: 4 passed, 2 failed, 1 skipped",
      "      a.test.ts > adds",
      "        Error: 3",
      "      b.test.ts > takes",
      "not run: browser tests: chromium is missing",
      "",
      "5 passed, 2 failed",
    ]);
  });
});

describe("ensureRequirement", () => {
  const requirement = { command: "some-tool", package: "some-package", purpose: "sandbox tests" };

  it("is content when the program is there", async () => {
    writeFileSync(join(folder, "some-tool"), "", { mode: 0o755 });
    expect(await ensureRequirement(requirement, { path: folder })).toBeNull();
  });

  it("is content when another that serves as well is there", async () => {
    writeFileSync(join(folder, "other-tool"), "", { mode: 0o755 });
    expect(await ensureRequirement({ ...requirement, instead: "other-tool" }, { path: folder })).toBeNull();
  });

  it("is content when the file is there", async () => {
    const file = join(folder, "font.ttf");
    expect(await ensureRequirement({ ...requirement, file }, { path: folder })).toMatch(/some-tool is missing/);
    writeFileSync(file, "");
    expect(await ensureRequirement({ ...requirement, file }, { path: folder })).toBeNull();
  });

  it("says what is missing where nothing can be installed", async () => {
    expect(await ensureRequirement(requirement, { path: folder })).toBe(
      "sandbox tests: some-tool is missing (Debian package some-package)",
    );
  });

  it.runIf(process.getuid?.() === 0)("installs it as root, and says when that fails or does not help", async () => {
    writeFileSync(join(folder, "apt-get"), "", { mode: 0o755 });
    const failing = async () => {
      throw new Error("no network");
    };
    expect(await ensureRequirement(requirement, { path: folder, install: failing })).toMatch(/could not install/);
    const useless = async () => {};
    expect(await ensureRequirement(requirement, { path: folder, install: useless })).toMatch(/although/);
    const helpful = async () => writeFileSync(join(folder, "some-tool"), "", { mode: 0o755 });
    expect(await ensureRequirement(requirement, { path: folder, install: helpful })).toBeNull();
  });
});

describe("installFingerprint", () => {
  it("changes with the lock file and with any package's manifest, not with sources", () => {
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      return installFingerprint(folder);
    };
    const seen = [
      write("package.json", "{}"),
      write("pnpm-lock.yaml", "a"),
      write("packages/core/package.json", "{}"),
      write("packages/core/package.json", '{"name":"x"}'),
      write("bench/package.json", "{}"),
    ];
    expect(new Set(seen).size).toBe(seen.length);
    expect(write("packages/core/src/index.ts", "export {}")).toBe(seen.at(-1));
  });
});

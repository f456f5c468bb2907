import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { ROOT } from "./root.ts";

const WORKFLOWS = join(ROOT, ".github", "workflows");
const read = (name: string) => parse(readFileSync(join(WORKFLOWS, name), "utf8"));

it("waits for the workflow that runs the tests, on pushes to main alone", () => {
  const { on, jobs } = read("release.yml");
  expect(on.workflow_run).toEqual({ workflows: [read("ci.yml").name], types: ["completed"], branches: ["main"] });
  expect(jobs.tag.if).toContain("workflow_run.event == 'push'");
});

it("tags a version once, at the first commit that has it", () => {
  const folder = mkdtempSync(join(tmpdir(), "pragma-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [origin, clone] = [join(folder, "origin"), join(folder, "clone")];
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: clone, encoding: "utf8", stdio: "pipe" });
  const commit = (version: string): string => {
    writeFileSync(join(clone, "packages", "cli", "package.json"), JSON.stringify({ version }));
    git("add", "-A");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--allow-empty", "-qm", version);
    return git("rev-parse", "HEAD");
  };
  const [, { run }] = read("release.yml").jobs.tag.steps;
  const release = (): unknown => execFileSync("bash", ["-e", "-c", run], { cwd: clone, stdio: "pipe" });
  execFileSync("git", ["init", "-q", "--bare", origin]);
  mkdirSync(join(clone, "packages", "cli"), { recursive: true });
  git("init", "-q");
  git("remote", "add", "origin", origin);

  const first = commit("0.1.0");
  release();
  commit("0.1.0");
  release();
  const second = commit("0.2.0");
  release();

  const tags = git("ls-remote", "--tags", "origin").trim().split("\n");
  expect(tags).toEqual([`${first.trim()}\trefs/tags/v0.1.0`, `${second.trim()}\trefs/tags/v0.2.0`]);
});

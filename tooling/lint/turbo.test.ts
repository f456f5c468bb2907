import { execFileSync } from "node:child_process";
import { join, relative } from "node:path";
import { beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

interface Plan {
  globalCacheInputs: { files: Record<string, string>; hashOfInternalDependencies: string };
  tasks: {
    taskId: string;
    directory: string;
    command: string;
    inputs: Record<string, string>;
    dependencies: string[];
  }[];
}

let plan: Plan;

beforeAll(() => {
  const turbo = join(ROOT, "node_modules/.bin/turbo");
  const printed = execFileSync(turbo, ["run", "generate", "build", "typecheck", "--dry=json"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  plan = JSON.parse(printed) as Plan;
});

/** A task, and all that it depends on. */
function closureOf(taskId: string): Set<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    plan.tasks.find((task) => task.taskId === id)?.dependencies.forEach(visit);
  };
  visit(taskId);
  return found;
}

/** The packages whose sources go into what a task makes. */
function sourcesOf(taskId: string): string[] {
  return [...closureOf(taskId)].filter((id) => id.endsWith("#sources")).map((id) => id.replace("#sources", ""));
}

it("hashes nothing that a task writes, so that the next run finds it in the cache", () => {
  const inputs = plan.tasks.flatMap(({ directory, inputs }) =>
    Object.keys(inputs).map((path) => join(directory, path)),
  );
  const files = [...new Set([...inputs, ...Object.keys(plan.globalCacheInputs.files)])];
  const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  const known = new Set(tracked.split("\n"));
  expect(files.filter((file) => !known.has(file))).toEqual([]);
});

/** All that a task hashes, by itself or in what it depends on. */
function inputsOf(taskId: string): Set<string> {
  const inputs = [...closureOf(taskId)].flatMap((id) => {
    const task = plan.tasks.find((candidate) => candidate.taskId === id);
    return Object.keys(task?.inputs ?? {}).map((path) => join(task?.directory ?? "", path));
  });
  return new Set(inputs);
}

it.each([
  ["node", "tooling/typescript/node.json"],
  ["browser", "tooling/typescript/browser.json"],
  ["web", "apps/web"],
])(
  "checks the types again when any file of the program changes: %s",
  (name, project) => {
    const compiler = join(ROOT, "tooling/typescript/node_modules/.bin/tsc");
    const listed = execFileSync(compiler, ["-p", project, "--listFilesOnly"], {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const files = listed.split("\n").map((file) => relative(ROOT, file));
    const ours = files.filter(
      (file) => file !== "" && !/node_modules|^packages\/db\/src\/generated\/|^apps\/web\/(\.next|next-env)/.test(file),
    );
    const inputs = inputsOf(`@pragma/typescript#typecheck:${name}`);
    expect(ours.filter((file) => !inputs.has(file))).toEqual([]);
  },
  60_000,
);

it("has no package whose change makes every task run", () => {
  expect(plan.globalCacheInputs.hashOfInternalDependencies).toBe("");
  expect(Object.keys(plan.globalCacheInputs.files)).toEqual([]);
});

it("builds a program again for its own sources and those that it bundles", () => {
  const core = plan.tasks.filter(
    ({ taskId, command }) => command !== "<NONEXISTENT>" && sourcesOf(taskId).includes("@pragma/core"),
  );
  expect(core.map(({ taskId }) => taskId).sort()).toEqual([
    "@pragma/api#build",
    "@pragma/core#build",
    "@pragma/typescript#typecheck:browser",
    "@pragma/typescript#typecheck:web",
    "@pragma/web#build",
    "@pragma/worker#build",
  ]);
  expect(sourcesOf("@pragma/provider-fs#build").sort()).toContain("@pragma/sdk");
  // It packs the command line, which it does not import.
  expect(sourcesOf("@pragma/web#build")).toContain("@pragma/cli");
});

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { BINARY, Cli } from "./support/cli.ts";

const EXAMPLES = join(import.meta.dirname, "..", "..", "..", "docs", "guides", "ci");

let stack: Stack;
let cli: Cli;
let forge: Server;
let comments: { id: number; body: string; by: string }[];
let calls: string[];

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  await mkdir(join(cli.folder, "bin"));
  await mkdir(join(cli.folder, "pragma"));
  await cp(join(EXAMPLES, "comment.mjs"), join(cli.folder, "pragma", "comment.mjs"));
  const shim = join(cli.folder, "bin", "pragma");
  await writeFile(shim, `#!/bin/sh\nexec "${process.execPath}" "${BINARY}" "$@"\n`);
  await chmod(shim, 0o755);
  comments = [{ id: 1, body: "Looks good", by: "ada" }];
  calls = [];
  forge = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const body = text === "" ? undefined : (JSON.parse(text) as { body: string }).body;
    const [path = "", query = ""] = (request.url ?? "").split("?");
    calls.push(`${request.method} ${path}`);
    expect(request.headers.authorization).toBe("Bearer comment-token");
    if (request.method === "GET") {
      response.end(JSON.stringify(query.endsWith("page=1") ? comments : []));
      return;
    }
    if (request.method === "POST") comments.push({ id: comments.length + 1, body: body ?? "", by: "ci" });
    else Object.assign(comments.find(({ id }) => path.endsWith(`/${id}`)) ?? {}, { body });
    response.end("{}");
  });
  await new Promise<void>((resolve) => forge.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  forge?.close();
  await stack?.stop();
  await cli?.remove();
});

interface Step {
  name?: string;
  run?: string;
  env?: Record<string, string>;
}

async function workflow(file: "github.yml" | "gitlab.yml") {
  return parse(await readFile(join(EXAMPLES, file), "utf8"));
}

/** Runs a script with what the forge's runner has, whatever its exit code. */
function runScript(flags: string, script: string, env: Record<string, string | undefined>): Promise<number> {
  const all = { ...cli.env, PATH: `${join(cli.folder, "bin")}${delimiter}${process.env["PATH"]}`, ...env };
  return new Promise((resolve) => {
    execFile("bash", [flags, "-c", script], { cwd: cli.folder, env: all }, (error) => {
      resolve(error === null ? 0 : Number(error.code));
    });
  });
}

/** Runs a step of GitHub's workflow as a runner does, with what it takes from GitHub and the secrets put in. */
async function run(job: "plan" | "apply", name: string, env: Record<string, string>): Promise<number> {
  const steps: Step[] = (await workflow("github.yml")).jobs[job].steps;
  const step = steps.find((one) => one.name === name);
  if (!step?.run) throw new Error(`there is no step ${name}`);
  for (const variable of Object.keys(step.env ?? {}))
    if (!(variable in env)) throw new Error(`${variable} is not given`);
  return runScript("-e", step.run, {
    PRAGMA_FILES: "pragma",
    PRAGMA_SET: "shop",
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://git.example.com",
    GITHUB_REPOSITORY: "shop/infra",
    GITHUB_REF: job === "plan" ? "refs/pull/12/merge" : "refs/heads/main",
    GITHUB_SHA: "0123abcd",
    ...env,
  });
}

/**
 * Runs the script of a job of GitLab's workflow as its runner does: all lines in one shell that ends with the first that
 * fails, variables of the file expanded with those of the pipeline.
 */
async function runGitlab(job: "pragma-plan" | "pragma-apply", pipeline: Record<string, string>): Promise<number> {
  const file = await workflow("gitlab.yml");
  const known = { GITLAB_CI: "true", CI_COMMIT_SHA: "4567cdef", ...pipeline };
  const declared: Record<string, string> = { ...file.variables, ...file[job].variables };
  const expand = (text: string) =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      if (!(name in known)) throw new Error(`${name} is not given`);
      return known[name as keyof typeof known];
    });
  const variables = Object.fromEntries(Object.entries(declared).map(([name, text]) => [name, expand(text)]));
  const script = ["set -eo pipefail", ...(file[job].script as string[])].join("\n");
  return runScript("-e", script, { ...variables, ...known });
}

/** As the guide creates them. */
async function tokenWith(name: string, ...scopes: string[]): Promise<string> {
  const options = scopes.flatMap((scope) => ["--scope", scope]);
  const { stdout } = await cli.run(["tokens", "create", name, ...options, "--expires", "90d", "-o", "json"]);
  return (JSON.parse(stdout) as { token: string }).token;
}

const declare = (value: string, name = "shop"): Promise<void> =>
  writeFile(
    join(cli.folder, "pragma", "shop.yaml"),
    `provider: pragma\nresource: config\nname: ${name}\nconfig: { data: { currency: ${value} } }\n`,
  );

it("plans a branch with a token that cannot write, in one comment that is edited, and applies what is merged", async () => {
  const plan = await tokenWith("ci-plan", "resources:read", "changes:plan");
  const write = await tokenWith("ci-apply", "resources:read", "resources:write");
  const { port } = forge.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/repos/shop/infra/issues`;
  const commenting = {
    COMMENTS: `${address}/12/comments`,
    COMMENT_URL: `${address}/comments`,
    COMMENT_TOKEN: "comment-token",
  };

  await declare("EUR");
  expect(await run("plan", "Plan", { PRAGMA_AUTH_TOKEN: plan, TITLE: "Open the shop" })).toBe(0);
  expect(await run("plan", "Comment", commenting)).toBe(0);
  expect(await run("plan", "Result", {})).toBe(0);
  expect(comments).toHaveLength(2);
  expect(comments[1]?.body).toContain("pragma/config/shop");

  await declare("[not, text");
  expect(await run("plan", "Plan", { PRAGMA_AUTH_TOKEN: plan, TITLE: "Open the shop" })).toBe(0);
  expect(await run("plan", "Result", {})).not.toBe(0);

  await declare("CHF");
  await run("plan", "Plan", { PRAGMA_AUTH_TOKEN: plan, TITLE: "Open the shop" });
  expect(await run("plan", "Comment", commenting)).toBe(0);
  expect(comments).toHaveLength(2);
  expect(comments[1]?.body).toContain("CHF");
  expect(comments[0]).toEqual({ id: 1, body: "Looks good", by: "ada" });
  expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([
    "POST /repos/shop/infra/issues/12/comments",
    "PATCH /repos/shop/infra/issues/comments/2",
  ]);

  expect(await run("apply", "Apply", { PRAGMA_AUTH_TOKEN: plan, TITLE: "Open the shop" })).not.toBe(0);
  expect(await run("apply", "Apply", { PRAGMA_AUTH_TOKEN: write, TITLE: "Open the shop\n\nWith words" })).toBe(0);
  const { stdout } = await cli.run(["changes", "list", "--set", "shop", "--status", "succeeded", "-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject([
    { source: { kind: "git", ref: "0123abcd", url: "https://git.example.com/shop/infra/commit/0123abcd" } },
  ]);
});

it("does the same on GitLab: the note is replaced, a refused plan fails the job, a long commit title does not", async () => {
  const [plan, write] = [
    await tokenWith("gitlab-plan", "resources:read", "changes:plan"),
    await tokenWith("gitlab-apply", "resources:read", "resources:write"),
  ];
  comments = [{ id: 1, body: "Looks good", by: "ada" }];
  calls = [];
  const { port } = forge.address() as AddressInfo;
  const request = {
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    CI_PROJECT_ID: "7",
    CI_PROJECT_URL: "https://git.example.com/shop/infra",
    CI_MERGE_REQUEST_IID: "12",
    CI_MERGE_REQUEST_TITLE: "Open $(touch hacked) the `touch hacked` shop",
    PRAGMA_PLAN_TOKEN: plan,
    COMMENT_TOKEN: "comment-token",
  };

  await declare("EUR", "lab");
  expect(await runGitlab("pragma-plan", request)).toBe(0);
  expect(comments).toHaveLength(2);
  await declare('"${pragma/secret/s.config.no.such}"', "lab");
  expect(await runGitlab("pragma-plan", request)).not.toBe(0);
  expect(comments[1]?.body).toContain("is refused\n      pragma/shop.yaml:4:19: ");
  await declare("[not, text", "lab");
  expect(await runGitlab("pragma-plan", request)).not.toBe(0);
  expect(comments[1]?.body).toContain("### Pragma: no plan\n\n```\n");
  expect(comments[1]?.body).toContain("pragma/shop.yaml:");
  await declare("CHF", "lab");
  expect(await runGitlab("pragma-plan", request)).toBe(0);
  expect(comments).toHaveLength(2);
  expect(comments[1]?.body).toContain("CHF");
  expect(comments[0]).toEqual({ id: 1, body: "Looks good", by: "ada" });
  expect(calls.filter((call) => !call.startsWith("GET"))).toEqual([
    "POST /api/v4/projects/7/merge_requests/12/notes",
    ...Array.from({ length: 3 }, () => "PUT /api/v4/projects/7/merge_requests/12/notes/2"),
  ]);
  expect(existsSync(join(cli.folder, "hacked"))).toBe(false);

  const merged = {
    PRAGMA_APPLY_TOKEN: write,
    CI_COMMIT_TITLE: "long ".repeat(200),
    CI_PROJECT_URL: request.CI_PROJECT_URL,
  };
  expect(await runGitlab("pragma-apply", { ...merged, PRAGMA_APPLY_TOKEN: plan })).not.toBe(0);
  expect(await runGitlab("pragma-apply", merged)).toBe(0);
  const { stdout } = await cli.run(["changes", "list", "--set", "shop", "--status", "succeeded", "-o", "json"]);
  expect(JSON.parse(stdout)[0]).toMatchObject({
    source: { kind: "git", ref: "4567cdef", url: "https://git.example.com/shop/infra/-/commit/4567cdef" },
  });
});

it("gates a pipeline by its exit code though it may not compare secrets; whoever applies the plan does", async () => {
  const [plan, write] = [
    await tokenWith("gate-plan", "resources:read", "changes:plan"),
    await tokenWith("gate-apply", "resources:read", "resources:write"),
  ];
  const files = (password: string, more = "") =>
    [
      `provider: pragma\nresource: secret\nname: gate\nconfig: { data: { password: ${password}${more} } }`,
      'provider: pragma\nresource: config\nname: gate-url\nconfig: { data: { url: "${pragma/secret/gate.outputs.password}" } }',
    ].join("\n---\n");
  const run = (token: string, args: string[], stdin = "") =>
    cli.run(args, { stdin, env: { PRAGMA_AUTH_TOKEN: token } });
  expect(await run(write, ["apply", "-f", "-", "--yes"], files("one"))).toMatchObject({ code: 0 });

  const planned = ["plan", "-f", "-", "--detailed-exitcode"];
  const same = await run(plan, planned, files("one"));
  expect(same).toMatchObject({ code: 0 });
  expect(same.stdout).toBe(`? pragma/secret/gate  not compared: config.data.password

1 resource has secrets that this plan did not compare: applying it does, and updates what differs
Nothing to change; 1 to compare, 1 unchanged
`);
  expect(await run(plan, planned, files("one", ", user: two"))).toMatchObject({ code: 10 });
  expect(await run(plan, [...planned, "--save", "gate.json"], files("two"))).toMatchObject({ code: 0 });
  const applied = await run(write, ["apply", "gate.json", "--yes"]);
  expect(applied).toMatchObject({ code: 0, stdout: "1 updated, 1 dependent updated\n" });
  expect(applied.stderr).toContain("1 resource has secrets that this plan did not compare");

  await run(plan, ["plan", "-f", "-", "--save", "equal.json"], files("two"));
  expect(await run(write, ["apply", "equal.json", "--yes"])).toMatchObject({ code: 0, stdout: "Nothing changed\n" });
});

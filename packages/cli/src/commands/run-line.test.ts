import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { CliError } from "../errors/cli-error.ts";
import { runLine } from "../framework/run-line.ts";
import { root } from "./root.ts";

/** Returns what a line that never gets as far as the API prints, or what is said against it. */
async function run(line: string): Promise<string> {
  let printed = "";
  const stdout = {
    write: (text: string) => {
      printed += text;
    },
  };
  const stdin = new PassThrough();
  const io = { stdin, stdout, stderr: stdout, env: {}, cwd: "/", signal: new AbortController().signal };
  try {
    await runLine(root, line.split(" "), io);
    return printed;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return `${error.exitCode} ${error.message}\n${error.hint}`;
  }
}

describe("a line that is wrong", () => {
  it.each([
    ["get a/b/c", "Did you mean `pragma resources get`?"],
    ["login", "Did you mean `pragma auth login`?"],
    ["resources ls", "Did you mean `pragma resources list`?"],
    ["tokens rm", "Did you mean `pragma tokens revoke`?"],
    ["resources dlete", "Did you mean `pragma resources delete`?"],
    ["resources gte", "Did you mean `pragma resources get`?"],
    ["rm", "Did you mean `pragma resources delete`?"],
    ["plan", "Such as -f shop.yaml, or -f - for stdin."],
    ["preview", "Did you mean `pragma plan`?"],
    ["changes undo", "Did you mean `pragma changes revert`?"],
    ["apply", "Such as -f shop.yaml, or -f - for stdin."],
    ["apply --prune -f a.yaml", "Only members of a set are pruned, such as with --set shop --prune."],
    ["apply plan.json -f a.yaml", "Each file needs its own -f; a pattern needs quotes: -f 'teams/*.yaml'."],
    ["resources list -o markdown", "Plans and changes have."],
    ["resources edit", "`pragma resources --help` lists them."],
    ["completion tcsh", "`pragma completion --help` lists them."],
    ["resources apply a.yaml", "Each file needs its own -f; a pattern needs quotes: -f 'teams/*.yaml'."],
    ["resources delete -f", "`pragma resources delete --help` shows how it is used."],
    ["resources get", "`pragma resources get --help` shows how it is used."],
    ["resources get a -l x", "`pragma resources get --help` shows how it is used."],
    ["config get-contexts a", "`pragma config get-contexts --help` shows how it is used."],
    ["resources list --token t --api-url localhost:8000", "Such as http://localhost:8000."],
  ])("%s", async (line, hint) => {
    expect(await run(line)).toMatch(/^2 /);
    expect(await run(line)).toContain(`\n${hint}`);
  });

  it.each(["-1", "0", "1.5", "many", "1e3"])("has a limit of %s", async (limit) => {
    expect(await run(`resources list --limit=${limit}`)).toContain("--limit must be a whole number from 1 on");
    expect(await run(`resources logs a/b/c --tail=${limit}`)).toContain("must be a whole number from 1 to 10000");
  });
});

it.each(["resources", "resources apply"])("help %s is its --help", async (path) => {
  expect(await run(`help ${path}`)).toBe(await run(`${path} --help`));
});

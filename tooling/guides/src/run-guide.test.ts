import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseGuide } from "./parse-guide.ts";
import { type GuideRun, runGuide } from "./run-guide.ts";

let run: GuideRun;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "pragma-run-guide-"));
  run = {
    root: import.meta.dirname,
    folder,
    env: { PATH: process.env["PATH"] ?? "" },
    replaced: [[/http:\/\/here/g, "x"]],
    patience: 10_000,
  };
});

afterEach(() => rm(run.folder, { recursive: true }));

const sh = (...lines: string[]) => `\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`;
const text = (...lines: string[]) => `\`\`\`text\n${lines.join("\n")}\n\`\`\`\n`;

test("the blocks share one shell, files are saved in between, and answers are compared", async () => {
  const page = [
    sh("A=1"),
    "```yaml\n# a/b.yaml\nname: $A\n```\n",
    sh('echo "$A http://here" >> a/b.yaml', "cat a/b.yaml", "cat", "sleep 600 &"),
    text("# a/b.yaml", "name: $A", "1 http://here"),
  ];
  page.push(`<!-- ends with 3 -->\n${sh("echo a", "exit 3")}`, text("a"));
  await runGuide(parseGuide(page.join("\n")), run);
  expect(await readFile(join(run.folder, "a/b.yaml"), "utf8")).toBe("# a/b.yaml\nname: $A\n1 x\n");
});

test.each([
  ["a command that fails", sh("true") + sh("false", "echo on"), /^exit code 1, line 4:\nfalse/],
  ["in a pipe", sh("false | cat"), /^exit code 1, line 1/],
  ["another code", `<!-- ends with 3 -->\n${sh("exit 4")}`, /exit code 4/],
  ["no failure where one is shown", `<!-- ends with 3 -->\n${sh("true")}`, /exit code 0/],
  ["another answer", sh("echo a") + text("b") + sh("true"), /another answer, line 1:\necho a\n\nprinted:\na/],
  ["a test that is not there", `<!-- tested by absent.test.ts -->\n${sh("true")}`, /line 2: there is no absent/],
  ["nothing to run", `<!-- tested by run-guide.test.ts -->\n${sh("true")}`, /nothing to run/],
])("%s is found", async (_what, page, message) => {
  await expect(runGuide(parseGuide(page), run)).rejects.toThrow(message);
});

test("what does not end is stopped, and told with what it printed", async () => {
  const page = sh("true") + sh("echo begun", "sleep 600");
  await expect(runGuide(parseGuide(page), { ...run, patience: 3_000 })).rejects.toThrow(
    /^not over after 3000 ms, line 4:\necho begun\nsleep 600\n\nprinted:\nbegun/,
  );
});

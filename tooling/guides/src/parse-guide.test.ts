import { expect, test } from "vitest";
import { answers } from "./answers.ts";
import { parseGuide } from "./parse-guide.ts";

test("commands with their answers, files, and what is tested elsewhere, with their lines", () => {
  const page = [
    "# A page",
    "```sh",
    "echo a",
    "```",
    "says:",
    "```text",
    "a",
    "```",
    "<!-- tested by e2e/sign-in.spec.ts -->",
    "```sh",
    "npm start",
    "```",
    "```yaml",
    "# shop/site.yaml",
    "name: a",
    "```",
    "```json",
    '{ "no": "file" }',
    "```",
  ].join("\n");
  expect(parseGuide(page)).toEqual([
    { kind: "commands", line: 2, code: "echo a\n", answer: "a\n" },
    { kind: "commands", line: 10, code: "npm start\n", testedBy: "e2e/sign-in.spec.ts" },
    { kind: "file", line: 13, path: "shop/site.yaml", text: "# shop/site.yaml\nname: a\n" },
  ]);
});

test("a shown answer that nothing gives is a mistake of the page", () => {
  expect(() => parseGuide("```text\na\n```")).toThrow("line 1 answers no commands");
});

test.each([
  ["NAME      STATE\na     ready   \n", "NAME STATE\na    ready", true],
  ["pushed 20260102.030405\n", "pushed …", true],
  ["one\ntwo\nthree\n", "one\n…\nthree", true],
  ["one\ntwo\n", "one", false],
  ["a.b", "axb", false],
  ["axb", "a.b", false],
  ["first ready\nsecond failed", "first …failed", false],
])("%j as %j: %j", (output, expected, fits) => {
  expect(answers(output, expected)).toBe(fits);
});

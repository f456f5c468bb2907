import { formatPath } from "@pragma/language";
import { PATH_CASES, REFERENCE_CASES } from "@pragma/language/cases";
import { expect, it } from "vitest";
import { fieldLines } from "./change/show/field-lines.ts";
import { almostReferences } from "./manifest/almost-references.ts";
import { issueText } from "./manifest/place-of.ts";

const READ = REFERENCE_CASES.filter(({ literal }) => literal !== true);

it.each(READ)("an apply doubts no string that the API reads or refuses in $name", ({ config, found, malformed }) => {
  const read = new Set([...found.map((reference) => reference.split(" ")[0]), ...malformed]);
  expect(almostReferences(config).filter((path) => read.has(formatPath(path)))).toEqual([]);
});

/** Fields that the references of the table take, as the API names it; a field that no `${…}` can have is not told from the rest. */
const TAKEN = REFERENCE_CASES.flatMap(({ found }) => found.map((reference) => reference.split(" ").slice(2).join(" ")));
const NAMED = [...new Set(TAKEN)].filter((from) => !from.includes("}")).map((from) => ({ from }));

it.each(NAMED)("a plan names the resource that $from is taken from", ({ from }) => {
  const [line] = fieldLines([{ path: "config.v", before: null, after: null, unknown: { from } }], false);
  expect(line?.text).toBe(`config.v: (known after ${from.replace(/\.(?:outputs|config)\..*/s, "")})`);
});

it.each(PATH_CASES)("a plan compares the elements of a list at $text as one list", ({ path }) => {
  const list = formatPath(["config", ...path]);
  const changes = [0, 1].map((index) => ({ path: `${list}[${index}]`, before: index, after: index + 1 }));
  expect(fieldLines(changes, false).map(({ text }) => text)).toEqual([`${list}:`, "0", "1", "2"]);
});

it.each(PATH_CASES)("an issue names its place as $text", ({ path, text }) => {
  const told = issueText({ loc: ["documents", 0, "config", ...path], msg: "must be a number", type: "type" });
  expect(told).toBe(`config${text === "" || text.startsWith("[") ? "" : "."}${text} must be a number`);
});

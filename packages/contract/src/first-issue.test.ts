import { expect, it } from "vitest";
import { z } from "zod";
import { parseToFirstIssue } from "./first-issue.ts";

const schema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("a"), list: z.array(z.object({ text: z.string(), number: z.int() })) }),
]);

it("looks at nothing behind the first issue", () => {
  const looked: number[] = [];
  const list = Array.from({ length: 9 }, (_, index) => ({
    get text() {
      looked.push(index);
      return index < 3 ? "fine" : null;
    },
    get number() {
      if (index >= 3) looked.push(Number.NaN);
      return index;
    },
  }));

  const { error } = parseToFirstIssue(schema, { type: "a", list });

  expect(error?.issues.map(({ path }) => path)).toEqual([["list", 3, "text"]]);
  expect(looked).toEqual([0, 1, 2, 3]);
});

it("takes what is valid", () => {
  const value = { type: "a", list: [{ text: "t", number: 1 }] };
  expect(parseToFirstIssue(schema, value).data).toEqual(value);
});

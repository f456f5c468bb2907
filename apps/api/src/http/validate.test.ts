import { applyInputSchema, endpoints } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { HttpError } from "./http-error.ts";
import { validate } from "./validate.ts";

function issuesOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof HttpError) return error.issues;
    throw error;
  }
  return [];
}

describe("validate", () => {
  it("tells what is missing from what is wrong", () => {
    const issues = issuesOf(() => validate(applyInputSchema, { provider: 1, name: "a", config: {} }, "body"));
    expect(issues.map(({ loc, type }) => [loc.join("."), type])).toEqual([
      ["body.provider", "invalid_type"],
      ["body.resource", "missing"],
    ]);
  });

  it("says where in an array", () => {
    const body = { provider: "a", resource: "b", name: "c", config: {}, tags: ["x", ""] };
    expect(issuesOf(() => validate(applyInputSchema, body, "body"))[0]?.loc).toEqual(["body", "tags", 1]);
  });

  it("names an absent body as a whole", () => {
    const issues = issuesOf(() => validate(applyInputSchema, undefined, "body"));
    expect(issues).toEqual([{ loc: ["body"], msg: "is required", type: "missing" }]);
  });

  it("reads repeated and single parameters alike", () => {
    const { query } = endpoints.listResources;
    expect(validate(query, { tags: "a" }, "query").tags).toEqual(["a"]);
    expect(validate(query, { tags: ["a", "b"], limit: "50" }, "query")).toEqual({
      tags: ["a", "b"],
      limit: 50,
    });
  });

  it("refuses a parameter that is repeated but may not be", () => {
    const issues = issuesOf(() => validate(endpoints.listResources.query, { provider: ["a", "b"] }, "query"));
    expect(issues[0]?.loc).toEqual(["query", "provider"]);
  });

  it("lists no more than a hundred issues", () => {
    const tags = Array.from({ length: 200 }, () => 1);
    const body = { provider: "a", resource: "b", name: "c", config: {}, tags };
    expect(issuesOf(() => validate(applyInputSchema, body, "body"))).toHaveLength(100);
  });
});

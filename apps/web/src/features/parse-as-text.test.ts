import { expect, it } from "vitest";
import { failureParams, filterInput, loadFailureParams } from "~/features/failures/failure-params.ts";
import { graphParams, loadGraphParams } from "~/features/graph/graph-params.ts";

/** An address in which each parameter is empty. */
const emptied = (params: object) =>
  new URLSearchParams(Object.keys(params).map((name) => [name, ""] as [string, string]));

it("is not there if it is empty", () => {
  expect(filterInput(loadFailureParams(emptied(failureParams)))).toEqual(filterInput(loadFailureParams("")));
  // The group without a name is one, too.
  expect(loadGraphParams(emptied(graphParams))).toEqual({ ...loadGraphParams(""), open: "" });
});

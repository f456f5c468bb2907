import { expect, it } from "vitest";
import { AnswerCheck } from "../openapi/index.ts";
import { type FuzzAnswer, judge, type Viewpoint } from "./judge.ts";
import { PATIENT_MS, type PlannedRequest } from "./planned-request.ts";

const document = {
  paths: {
    "/things/{id}": {
      get: {
        responses: {
          200: {
            headers: { "X-Request-Id": {} },
            content: {
              "application/json": {
                schema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
              },
            },
          },
          404: { content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
        },
      },
    },
  },
  components: { schemas: { Error: { type: "object", properties: { detail: {} }, required: ["detail"] } } },
};
const check = new AnswerCheck(document);
const token = `pragma_${"t".repeat(43)}`;
const view: Viewpoint = {
  space: "home",
  wordsOf: { home: "ours", away: "theirs" },
  canary: "canary-1-",
  tokens: new Set([token]),
};

const request: PlannedRequest = {
  ...{ operation: "getThing", method: "GET", actor: "owner", which: 0, path: "/things/{id}" },
  ...{ params: {}, hasSlash: false, query: [], headers: [], contentType: null, body: null, fault: null, readMs: 0 },
};

function answer(status: number, body: unknown, headers: Record<string, string> = {}): FuzzAnswer {
  const all = new Headers({ "content-type": "application/json", "x-request-id": "1", ...headers });
  return { status, headers: all, text: typeof body === "string" ? body : JSON.stringify(body), isWhole: true };
}

function faultsOf(given: FuzzAnswer | null, changes: Partial<PlannedRequest> = {}): string[] {
  return judge({ ...request, ...changes }, "/things/a", given, view, check).map(({ fault }) => fault);
}

it("accepts an answer that the document describes", () => {
  expect(faultsOf(answer(200, { id: "ours" }))).toEqual([]);
  expect(faultsOf(answer(404, { detail: "Not Found" }))).toEqual([]);
});

it.each<[string, FuzzAnswer, string[]]>([
  ["an error of the server", answer(500, { detail: "x" }), ["server error", "undocumented"]],
  ["a status that is not described", answer(418, { detail: "x" }), ["undocumented"]],
  ["another content type", answer(200, { id: "a" }, { "content-type": "text/plain" }), ["undocumented"]],
  [
    "a charset where JSON has none",
    answer(200, { id: "a" }, { "content-type": "application/json; charset=utf-8" }),
    ["undocumented"],
  ],
  ["a member that is not described", answer(200, { id: "a", more: 1 }), ["undocumented"]],
  ["a member that is missing", answer(200, {}), ["undocumented"]],
  ["what is no JSON", answer(200, "{"), ["undocumented"]],
  ["a secret", answer(200, { id: "a canary-1-7" }), ["secret"]],
  ["a secret in a header", answer(200, { id: "a" }, { etag: '"canary-1-7"' }), ["secret"]],
  ["a token", answer(200, { id: token }), ["secret"]],
  ["words of another organization", answer(404, { detail: "theirs" }), ["other organization"]],
])("finds %s", (_what, given, faults) => {
  expect(faultsOf(given)).toEqual(faults);
});

it("finds a missing answer, unless there could be none", () => {
  expect(faultsOf(null)).toEqual(["no answer"]);
  expect(faultsOf(null, { fault: "short-body" })).toEqual([]);
  expect(faultsOf(null, { operation: "streamEvents", readMs: 5 })).toEqual([]);
  expect(faultsOf(null, { operation: "streamEvents", readMs: PATIENT_MS })).toEqual(["no answer"]);
});

it("lets a secret be shown to its requester, and a token to its creator", () => {
  expect(faultsOf(answer(200, { id: "canary-1-7" }), { query: [["reveal", "true"]] })).toEqual([]);
  expect(faultsOf(answer(404, { detail: "canary-1-7" }), { query: [["reveal", "true"]] })).toEqual(["secret"]);
  expect(faultsOf(answer(200, { id: token }), { operation: "createToken" })).toEqual([]);
});

it("accepts 502 and 504 only as answers of those that ask a provider", () => {
  expect(faultsOf(answer(502, { detail: "x" }))).toContain("server error");
  for (const operation of ["checkResourceHealth", "checkResourceDrift"] as const) {
    expect(faultsOf(answer(502, { detail: "x" }), { operation })).not.toContain("server error");
  }
});

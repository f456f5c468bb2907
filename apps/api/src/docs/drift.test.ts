import { readFileSync } from "node:fs";
import { ERROR_REGISTRY } from "@pragma/core/errors";
import { describe, expect, it } from "vitest";
import { HTTP_ERROR_REGISTRY, STATUS_OF_CODE, statusOf } from "../http/error-codes.ts";
import { openapiText } from "../openapi/document.ts";
import { errorsPage } from "./errors-page.ts";

const read = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");

describe("docs made from code", () => {
  it("errors.md is up to date", () => {
    expect(read("errors.md"), "run: pnpm --filter @pragma/api run docs").toBe(errorsPage());
  });

  it("openapi.json is up to date", () => {
    expect(read("openapi.json"), "run: pnpm --filter @pragma/api run docs").toBe(openapiText("http://localhost:8000"));
  });
});

describe("error codes", () => {
  it("of the domain all have a status, and no status is for a code that is gone", () => {
    expect(Object.keys(STATUS_OF_CODE).sort()).toEqual(Object.keys(ERROR_REGISTRY).sort());
  });

  it("are errors, each with its own name", () => {
    const codes = [...Object.keys(ERROR_REGISTRY), ...Object.keys(HTTP_ERROR_REGISTRY)];
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(statusOf(code as never)).toBeGreaterThanOrEqual(400);
  });
});

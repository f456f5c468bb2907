import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configPath } from "../../support/resource.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe("every path below an absent resource", () => {
  it.each(["/status", "/explanation", "/events", "/logs", "/logs?follow=true", "/health"])(
    "GET %s is 404",
    async (rest) => {
      const { client } = await api.tenant();
      const { status, body } = await client.get(configPath("absent", rest));
      expect(status).toBe(404);
      expect(body).toEqual({ detail: "Resource not found" });
    },
  );
});

import { setTimeout as sleep } from "node:timers/promises";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveOf, codeForm } from "../../support/archive.ts";
import { Client } from "../../support/client.ts";

/** Answers for `well`, and keeps silent about `hangs`. */
const SOURCE = `
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

const nothing = z.object({});

export default defineProvider({
  resources: {
    thing: defineResource({
      config: nothing,
      outputs: nothing,
      create: async () => ({}),
      update: async () => ({}),
      delete: async () => {},
      health: async (ctx) => {
        if (ctx.name === "hangs") await new Promise((resolve) => setTimeout(resolve, 3_600_000));
        return { status: "healthy" };
      },
    }),
  },
});
`;

let stack: Stack;
let client: Client;

beforeAll(async () => {
  stack = await startStack();
  client = new Client(stack.apiUrl, stack.token);
  const manifest = { name: "slow", type: "module", exports: "./index.ts", pragma: { provider: "slow" } };
  const archive = await archiveOf(
    { name: "package.json", content: JSON.stringify(manifest) },
    { name: "index.ts", content: SOURCE },
  );
  const { body: build } = await client.post("/providers/slow/push", codeForm(archive));
  await reaches(`/providers/slow/builds/${build.version}`, "status", "success");
  await client.post("/providers/slow/deploy", {});
  await reaches("/providers/slow/deployment", "status", "available");
  for (const name of ["hangs", "well"]) {
    const thing = { provider: "slow", resource: "thing", name, config: {}, lifecycle_state: "pending" };
    expect((await client.post("/resources/apply", thing)).status).toBe(200);
    await reaches(`/resources/slow%2Fthing%2F${name}/status`, "lifecycle_state", "ready");
  }
});
afterAll(() => stack?.stop());

async function reaches(path: string, member: "status" | "lifecycle_state", wanted: string): Promise<void> {
  for (;;) {
    const { body, text } = await client.get(path);
    if (body[member] === wanted) return;
    if (body[member] === "failed") throw new Error(text);
    await sleep(50);
  }
}

describe("GET /resources/{id}/health", () => {
  it("is a gateway timeout when the provider does not answer, and holds up no other question", async () => {
    const path = "/resources/slow%2Fthing%2Fhangs/health";
    const hanging = Promise.all([client.get(path), client.get(path, { accept: "application/problem+json" })]);
    const well = await client.get("/resources/slow%2Fthing%2Fwell/health");
    expect(well.body).toMatchObject({ status: "healthy" });
    const [plain, problem] = await hanging;
    expect(plain.status).toBe(504);
    expect(plain.body).toEqual({ detail: expect.stringContaining("slow/thing/hangs") });
    expect(problem.status).toBe(504);
    expect(problem.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.parse(problem.text)).toMatchObject({ status: 504 });
  });
});

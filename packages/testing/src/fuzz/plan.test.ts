import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Mark } from "./mark.ts";
import { readApi } from "./operation.ts";
import { Plan } from "./plan.ts";
import { ARCHIVES } from "./planned-request.ts";
import { toWire } from "./wire.ts";

const path = fileURLToPath(new URL("../../../../docs/openapi.json", import.meta.url));
const api = readApi(JSON.parse(readFileSync(path, "utf8")));
const archives = Object.fromEntries(ARCHIVES.map((name) => [name, Buffer.from(name)])) as never;
const resolve = (mark: Mark) => `<${mark.kind}>`;

function sent(plan: Plan, number: number): string {
  const { head, body } = toWire(plan.request(number), { archives, resolve, token: undefined });
  return `${head.toString("latin1")}${body.subarray(0, 1000).toString("latin1")}`;
}

it("makes each request only from the seed and its number", () => {
  const [plan, again] = [new Plan(api, 7), new Plan(api, 7)];
  const numbers = Array.from({ length: 200 }, (_, number) => number);
  const first = numbers.map((number) => sent(plan, number));
  expect(numbers.toReversed().map((number) => sent(again, number))).toEqual(first.toReversed());
  expect(new Set(first).size).toBeGreaterThan(150);
  expect(sent(new Plan(api, 8), 0)).not.toBe(first[0]);
});

it("covers each operation of the document", () => {
  const plan = new Plan(api, 1);
  const asked = new Set(Array.from({ length: 3000 }, (_, number) => plan.request(number).operation));
  expect([...asked].sort()).toEqual(api.operations.map(({ id }) => id).sort());
});

it("never ends the tokens that all requests use", () => {
  const plan = new Plan(api, 1);
  const requests = Array.from({ length: 3000 }, (_, number) => plan.request(number));
  const ending = requests.filter(({ operation }) => operation === "revokeOwnToken");
  expect(ending.length).toBeGreaterThan(10);
  expect(new Set(ending.map(({ actor }) => actor))).toEqual(new Set(["spare", "nobody", "garbage"]));
});

it("finds the smallest request that fails in the same way", async () => {
  const plan = new Plan(api, 1);
  const number = Array.from({ length: 500 }, (_, at) => at).find((at) => plan.request(at).query.length > 1) ?? 0;
  const smallest = await plan.shrink(number, async ({ query }) => query.length > 0);
  expect(smallest?.query).toHaveLength(1);
  expect(await plan.shrink(number, async () => false)).toBeNull();
});
